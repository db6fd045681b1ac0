"""Published forms: compiled once, kept in the vault, opened as sessions of the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from veldwerk.domain.errors import N_, NotFound
from veldwerk.domain.organisation import PublishedForm
from veldwerk.domain.people import Person
from veldwerk.domain.social_map import Service
from veldwerk.domain.visits import Answers
from veldwerk.services.access import Actor, Right, may
from veldwerk.services.edits import Save, find
from veldwerk.services.form_lists import (
    SPACE,
    check_writes,
    last_answers,
    person_row,
    previous_row,
    service_row,
)
from veldwerk.services.kit import Kit
from veldwerk.xlsform import Compiled, Form, Ports, Session, from_values, parse

STRUCTURE = frozenset({"group", "repeat", "repeat_instance", "note"})
DEFAULT_SPACE = "casus"


class Forms:
    """Forms of the organisation. A parsed form is kept: parsing costs more than all its answers."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._parsed: dict[str, Form] = {}

    def publish(self, actor: Actor, compiled: Compiled) -> PublishedForm:
        """Keep a compiled workbook as the newest version of its form.

        UserError when it would write what a form may not write (see `form_lists`).
        """
        form = parse(compiled.xml)
        check_writes(form)
        made = PublishedForm(
            id=self._kit.ids.new_id(),
            form_id=form.form_id,
            version=form.version,
            title=form.title,
            xform=compiled.xml.decode("utf-8"),
            source_hash=compiled.source_hash,
            compiler=f"pyxform {compiled.pyxform_version}",
            published_at=self._kit.clock.now(),
        )
        self._kit.edits.save(actor, N_("Form published"), [Save(None, made)])
        return made

    def all(self) -> list[PublishedForm]:
        """The newest version of each form, by title."""
        newest: dict[str, PublishedForm] = {}
        for form in self._kit.vault.read(lambda r: find(r, PublishedForm, order="published_at")):
            newest[form.form_id] = form
        return sorted(newest.values(), key=lambda form: form.title)

    def published(self, form_id: str, version: str = "") -> PublishedForm:
        """A form in this version, or the newest; NotFound when it is not here."""
        where = {"form_id": form_id, "version": version} if version else {"form_id": form_id}
        found = self._kit.vault.read(lambda r: find(r, PublishedForm, where, order="-published_at", limit=1))
        if not found:
            raise NotFound(
                N_("The form {form} is not in this vault. Publish it, or exchange with your team first."),
                code="no-form",
                form=form_id,
            )
        return found[0]

    def session(
        self,
        published: PublishedForm,
        actor: Actor,
        *,
        instance: bytes | None = None,
        language: str = "",
        person: Person | None = None,
        previous: Callable[[], Sequence[Answers]] = tuple,
    ) -> Session:
        """A filling of `published`, fresh or from `instance`.

        `person` is whom it is about, `previous` gives earlier answers to the same form, the latest first; it is only
        called when the form asks for them (`last-saved`, or the list `previous_visit`).
        """
        form = self._parsed.get(published.id)
        if form is None:
            form = self._parsed[published.id] = parse(published.xform.encode("utf-8"))

        def entities(name: str) -> Iterable[Mapping[str, str]] | None:
            if name == "person" and person is not None:
                return [person_row(person, self._kit.clock.today())]
            if name == "previous_visit":
                return [previous_row(records) for records in (previous(),) if records]
            if name == "services" and may(actor, Right.READ, Service.KIND):
                return map(service_row, self._kit.vault.read(lambda r: find(r, Service, order="name")))
            return None

        ports = Ports(
            clock=self._kit.clock.now,
            seed=int.from_bytes(self._kit.ids.random_bytes(4), "big"),
            new_id=self._kit.ids.new_id,
            properties={"username": actor.name, "deviceid": self._kit.vault.device},
            entities=entities,
            last_saved=_last_saved(form, previous),
        )
        return Session(form, ports, instance=instance, language=language or None)


def _last_saved(form: Form, previous: Callable[[], Sequence[Answers]]) -> bytes | None:
    """The instance of the answers given last, for a form that looks at it (jr://instance/last-saved)."""
    if not any(secondary.src.endswith("last-saved") for secondary in form.secondary.values()):
        return None
    answers = last_answers(previous())
    return from_values(form, answers) if answers else None


def question_spaces(session: Session) -> dict[str, str]:
    """The space of each ref, as the form says (`bind::veldwerk:space`, inherited from groups)."""
    spaces: dict[str, str] = {}
    for question in session.questions():
        own = question.attributes.get(SPACE, "")
        spaces[question.ref] = own or spaces.get(question.parent, DEFAULT_SPACE)
    return spaces


def spaces_of(session: Session) -> dict[str, dict[str, object]]:
    """The relevant answers by space."""
    spaces = question_spaces(session)
    out: dict[str, dict[str, object]] = {}
    for question in session.questions():
        if question.type in STRUCTURE:
            continue
        node = session.node(question.ref)
        if node.relevant and node.value:
            out.setdefault(spaces[question.ref], {})[question.ref] = node.value
    return out
