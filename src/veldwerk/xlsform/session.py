"""Filling one form: answers in, states and XML out."""

from __future__ import annotations

from veldwerk.xlsform.actions import Actions, edited, identify, preload
from veldwerk.xlsform.answering import check_free, check_open, held
from veldwerk.xlsform.api import Node, Problem, Question
from veldwerk.xlsform.definition import Control, Field, Form
from veldwerk.xlsform.entities import Entity
from veldwerk.xlsform.entities import entities as asked_of
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.instance import Refs, find, fresh, restored
from veldwerk.xlsform.markdown import Markup
from veldwerk.xlsform.output import instance_xml
from veldwerk.xlsform.ports import Ports
from veldwerk.xlsform.questions import Questions
from veldwerk.xlsform.recalc import Recalculation
from veldwerk.xlsform.secondary import Lists
from veldwerk.xlsform.tree import XNode
from veldwerk.xlsform.views import Views, naming_group
from veldwerk.xlsform.xpath.context import Env


class Session:
    """One filling of a form. Refs are paths with positions: `/data/contacten[2]/naam`; `/data/contacten` is the series.

    `instance` is XML of `save` or `finish` to go on with. `language` is a language of the form by name or code; without
    it, or with one the form lacks, the form's default is taken. `edit` says that the instance was finished before: it
    gets a new instanceID and keeps the old one as deprecatedID.
    """

    def __init__(
        self,
        form: Form,
        ports: Ports | None = None,
        instance: bytes | None = None,
        language: str | None = None,
        *,
        edit: bool = False,
    ) -> None:
        self.form = form
        self.ports = ports or Ports()
        self.top = fresh(form) if instance is None else restored(form, instance)
        self._env = self._environment()
        self._views = Views(form.program, self._env, self.top)
        self._env.choice_name = self._views.choice_name
        self._env.itext = self._views.wording.itext
        self._questions = Questions(form, self.top)
        self._work = Recalculation(form.program, self._env, self.top)
        self._actions = Actions(self._work, self.ports.location)
        self._speak(self._named(language or "") or form.default_language)
        self._begin(instance is None, edit)

    def _environment(self) -> Env:
        env = Env(self.ports.clock, self.ports.new_id, self.ports.seed, self.form.namespaces)
        env.root = self.top
        env.instances = Lists(self.form, self.ports, self.top)
        return env

    def _begin(self, new: bool, edit: bool) -> None:
        if new:
            preload(self.form, self.ports, self.top)
        elif edit:
            edited(self.form, self.ports, self.top)
        else:
            identify(self.form, self.ports, self.top)
        self._work.everything()
        self._actions.forget()
        self._actions.loaded(*(("odk-instance-first-load",) if new else ()), "odk-instance-load")
        self._work.touched.clear()

    # what is there

    @property
    def languages(self) -> tuple[str, ...]:
        """The form's languages as it names them, `Nederlands (nl)`."""
        return self.form.languages

    @property
    def language(self) -> str:
        return self._env.language

    def questions(self) -> list[Question]:
        """All questions, groups and repeats as they are now, in document order."""
        return self._questions.all()

    def children(self, ref: str) -> list[Question]:
        """The questions directly inside a group, repeat or repeat instance; "" gives those at the top."""
        return self._questions.children(ref)

    def node(self, ref: str) -> Node:
        """The state of a ref. FormError when the form has no such place."""
        field, parent = self._series(ref)
        if field is not None and parent is not None:
            return self._views.series(parent, field, ref)
        return self._views.node(self._find(ref), ref)

    def marked(self, ref: str, part: str = "label") -> Markup:
        """A text of a question as a tree (see `markdown`); `part` is label, hint, guidance, required or constraint."""
        return self._views.marked(self._find(ref), part)

    def values(self) -> dict[str, str]:
        """ref → value of every place that can hold one, relevant or not."""
        ref_of = Refs()
        return {
            ref_of(node): node.text
            for node in self.top.walk()
            if node.field is not None and not node.children and not node.field.inner
        }

    def faults(self) -> dict[str, str]:
        """Expressions that failed while this form was filled: place and kind → reason, for the form's author."""
        return {where: str(error) for where, error in self._env.faults.items()}

    def problems(self) -> list[Problem]:
        """Everything that stands in the way of finishing, in document order."""
        found: list[Problem] = []
        ref_of = Refs()
        for node in self.top.walk():
            if node.field is None or not node.relevant or node.children:
                continue
            message, default = self._views.problem(node)
            if message:
                found.append(Problem(ref_of(node), message, default))
        return found

    def entities(self) -> list[Entity]:
        """What the answers so far ask to write back to lists, as the form's `entities` sheet says; see `entities`.

        Those with a `message` cannot be written. Before `finish` it may change with every answer.
        """
        return asked_of(self.form, self.top)

    # what changes it

    def answer(self, ref: str, value: object) -> set[str]:
        """Answer a question (None takes the answer away); gives the refs whose state may look different now.

        What is not of the question's type or not on offer is not held: the node shows it as `rejected`, and is not
        valid. FormError where nobody may answer: see `answering`.
        """
        node = self._find(ref)
        check_open(self._views, node, ref)
        text, fits = held(self._work, node, value)
        self._views.rejected.pop(node, None)
        if text.strip() and not fits:
            self._views.rejected[node] = text
        self._work.touched.add(node)
        self._work.choose(node, fits)
        return self._settled()

    def add_repeat(self, ref: str) -> set[str]:
        """Add one to the series `ref` (without position at its end)."""
        field, parent = self._series(ref)
        if field is None or parent is None:
            raise FormError(N_("{ref} is not a repeat."), ref=ref)
        check_free(field.repeat, ref)
        self._work.add(parent, field)
        return self._settled()

    def remove_repeat(self, ref: str) -> set[str]:
        """Take away one of a series; the refs of those after it move up."""
        node = self._find(ref)
        check_free(node.field.repeat, ref)
        self._work.remove(node)
        return self._settled()

    def set_language(self, code: str) -> set[str]:
        """Go on in another of the form's languages, by its name or its code; everything with words in it changes."""
        name = self._named(code)
        if not name:
            raise FormError(N_("The form has no language “{name}”."), name=code)
        self._speak(name)
        self._work.language_changed()
        return self._settled()

    def finish(self, *, check: bool = True) -> bytes:
        """The instance XML of relevant answers. FormError while there are problems, unless `check` is off."""
        problems = self.problems() if check else []
        if problems:
            one = N_("One answer still needs attention.")
            raise FormError(
                one if len(problems) == 1 else N_("{count} answers still need attention."),
                count=len(problems),
            )
        for node in preload(self.form, self.ports, self.top, finishing=True):
            self._work.notify(node)
        self._settled()
        return instance_xml(self.top, relevant_only=True)

    def save(self) -> bytes:
        """The draft: every value, also of what is not relevant now."""
        return instance_xml(self.top, relevant_only=False)

    # within

    def _named(self, code: str) -> str:
        """The form's name of a language: itself, or `Nederlands (nl)` for `nl`; "" when the form has neither."""
        if code in self.form.languages:
            return code
        return next((name for name in self.form.languages if code and name.endswith(f"({code})")), "")

    def _speak(self, language: str) -> None:
        self._env.language = language
        self._views.wording.speak(language)

    def _settled(self) -> set[str]:
        self._actions.settle()
        touched, self._work.touched = self._work.touched, set()
        touched.update(
            [node.parent for node in touched if node.parent is not None and _names_its_repeat(node)]
        )
        series, self._work.structure = self._work.structure, set()
        ref_of = Refs()
        refs = {ref_of(node) for node in touched if node.field is not None and self._alive(node)}
        for parent in series:
            if self._alive(parent):
                own = ref_of(parent)
                refs.update(f"{own}/{f.name}" for f in parent.field.children if f.repeat is not None)
        return refs

    def _alive(self, node: XNode) -> bool:
        return node.root() is self.top

    def _find(self, ref: str) -> XNode:
        node = find(self.top, ref)
        if node is None or node.field is None:
            raise FormError(N_("The form has no place {ref}."), ref=ref)
        return node

    def _series(self, ref: str) -> tuple[Field | None, XNode | None]:
        """(field, parent node) when a ref names a repeat as a whole."""
        holder, _, name = ref.rpartition("/")
        if not holder or "[" in name:
            return None, None
        parent = find(self.top, holder)
        if parent is None or parent.field is None:
            return None, None
        field: Field | None = parent.field.by_name.get(name)
        return (field, parent) if field is not None and field.repeat is not None else (None, None)


def _names_its_repeat(node: XNode) -> bool:
    """Whether the label of this group is that of the repeat instance around it."""
    control: Control | None = node.field.control if node.field is not None else None
    repeat: Field | None = node.field.parent if control is not None and control.kind == "group" else None
    return repeat is not None and repeat.repeat is not None and naming_group(repeat.repeat) is control
