"""A small practice vault with a whole team's work in it, at a set clock: what the real pages are looked at with.

Made once a process. `shared_desk` opens it once for all cases that only look; `copied` gives a vault of one's own.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.places import NOW, PASSPHRASE, compiled_forms, knowledge
from veldwerk.app.desk import Desk
from veldwerk.app.knowledge import handbook
from veldwerk.app.workplace import Profile, Workplace, create_workplace, open_workplace
from veldwerk.demo.generate import generate
from veldwerk.domain.letters import Letterhead
from veldwerk.domain.register import KINDS
from veldwerk.services.access import Role
from veldwerk.services.ports import Reader
from veldwerk.sync.words import WORDS
from veldwerk.system import paths
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SeededIds
from veldwerk.texts.dates import MONTHS, WEEKDAYS
from veldwerk.ui.page import Settings

PEOPLE, SEED = 40, 7
FOLDER, FILE = "oefenkluis", "verpleegkundige.vault"
HEAD = Letterhead(
    organisation="Wijkteam De Linde",
    street="Lindelaan 1",
    postcode="3701 AA",
    city="Zeist",
    phone="030-000 00 10",
)


def fill(path: Path) -> None:
    """A new vault at `path` with forty invented people and a year of visits."""
    profile = Profile("", "Sanne de Boer", Role.NURSE, "Wijkteam De Linde", "030-000 00 10", practice=True)
    clock = SetClock(NOW)
    work, _recovery = create_workplace(
        path,
        PASSPHRASE,
        profile,
        clock=clock,
        ids=SeededIds(SEED, clock),
        knowledge=knowledge(),
        publish_forms=False,
    )
    with work:
        for compiled in compiled_forms():
            work.services.forms.publish(work.actor, compiled)
        work.services.letters.set_letterhead(work.actor, HEAD)
        generate(work, people=PEOPLE, years=1, seed=SEED, today=NOW.date())


@cache
def seeded() -> Path:
    """The folder of the vault."""
    folder = Path(tempfile.mkdtemp(prefix="veldwerk-pages-")) / FOLDER
    fill(folder / FILE)
    return folder


def copied(folder: Path) -> Path:
    """A vault of one's own, copied into `folder`."""
    target = folder / FOLDER
    shutil.copytree(seeded(), target, ignore=shutil.ignore_patterns("*.lock"))
    return target / FILE


class OpenDesk(Desk):
    """The real doors on one vault at a set clock."""

    def __init__(self, vault: Path) -> None:
        super().__init__(vault, clock=SetClock(NOW), knowledge=knowledge())

    def remember(self, settings: Settings) -> None:
        """The looks of a picture are nobody's choice."""


class SharedDesk(OpenDesk):
    """Doors that stay open: many windows after each other look at one vault."""

    def __init__(self, vault: Path) -> None:
        super().__init__(vault)
        self.unlock(str(vault), PASSPHRASE)

    @property
    def place(self) -> Workplace:
        """The open vault."""
        assert self.work is not None
        return self.work

    def close(self) -> None:
        self._silence()


@cache
def shared_desk() -> SharedDesk:
    """The one desk of all cases that only look."""
    return SharedDesk(copied(Path(tempfile.mkdtemp(prefix="veldwerk-shared-"))))


def opened(vault: Path) -> Workplace:
    """The vault without a window, to look up what is in it or to add to it."""
    return open_workplace(vault, PASSPHRASE, clock=SetClock(NOW), knowledge=knowledge())


# --- which words come from records


_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


@cache
def known_words() -> frozenset[str]:
    """Every word of the vault, of the data with text, of the forms, and of dates: not ours to translate."""
    work = shared_desk().place
    found = {*MONTHS["nl"], *WEEKDAYS["nl"], "Ctrl", "Shift", "Alt", "Left", "Right", "Totaal"}

    def job(reader: Reader) -> None:
        for kind in KINDS:
            for _record, row in reader.find(kind):
                found.update(_words(row))
        for kind, record, path in reader.open_conflicts():
            found.update(_words([one.text for one in reader.note_history(kind, record, path)]))

    work.vault.read(job)
    for texts in (*knowledge().terms.groups.values(), knowledge().rules.interventions):
        for one in texts.values():
            found.update(_WORD.findall(getattr(one, "label", one).nl))
    rules = knowledge().rules
    for rule in (*rules.rules, *rules.order):
        found.update(_WORD.findall(f"{rule.id} {rule.reason.nl}"))
    for bilingual in (
        *rules.sources.values(),
        *rules.requirements.values(),
        rules.own_wish,
        knowledge().library.notice,
    ):
        found.update(_WORD.findall(bilingual.nl))
    for figure in knowledge().indicators.values():
        found.update(
            _WORD.findall(
                f"{figure.label.nl} {figure.formula.nl} {figure.denominator and figure.denominator.nl}"
            )
        )
    found.update(_WORD.findall(work.sync.fingerprint(work.actor)))
    for name in ("letters", "indicators"):
        for file in (paths.resources() / name).glob("*.toml"):
            found.update(_WORD.findall(file.read_text("utf-8")))
    for instrument in knowledge().library.instruments.values():
        found.update(_WORD.findall(str(instrument)))
    for chapter in handbook().pages("nl"):
        found.update(_WORD.findall(chapter.markdown))
    found.update(WORDS)  # of the eight that two people compare
    return frozenset(word.casefold() for word in found)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _WORD.findall(value)
        if value.isalnum():
            yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _words(key)
            yield from _words(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _words(inner)


def from_records(text: str) -> bool:
    """Whether every word of `text` stands in a record or in data with text; a code may be shown in groups."""
    if "".join(c for c in text if c.isalnum()).casefold() in known_words():
        return True
    return all(word.casefold() in known_words() for word in _WORD.findall(text) if len(word) > 1)
