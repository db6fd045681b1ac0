"""A small practice vault with a whole team's work in it, at a set clock: what the real pages are looked at with.

Made once a process and copied for each window, so that no case sees what another one did.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from tests.places import NOW, PASSPHRASE, compiled_forms, knowledge
from veldwerk.app.desk import Desk
from veldwerk.app.workplace import Profile, Workplace, create_workplace, open_workplace
from veldwerk.demo.generate import generate
from veldwerk.domain.letters import Letterhead
from veldwerk.services.access import Role
from veldwerk.system.clock import SetClock

PEOPLE, SEED = 40, 7
HEAD = Letterhead(
    organisation="Wijkteam De Linde", street="Lindelaan 1", postcode="3701 AA", city="Zeist", phone="030-000 00 10"
)


@cache
def seeded() -> Path:
    """The folder of a vault with forty invented people and a year of visits."""
    folder = Path(tempfile.mkdtemp(prefix="veldwerk-pages-"))
    path = folder / "oefenkluis" / "verpleegkundige.vault"
    profile = Profile("", "Sanne de Boer", Role.NURSE, "Wijkteam De Linde", "030-000 00 10", practice=True)
    work, _recovery = create_workplace(
        path, PASSPHRASE, profile, clock=SetClock(NOW), knowledge=knowledge(), publish_forms=False
    )
    with work:
        for compiled in compiled_forms():
            work.services.forms.publish(work.actor, compiled)
        work.services.letters.set_letterhead(work.actor, HEAD)
        generate(work, people=PEOPLE, years=1, seed=SEED, today=NOW.date())
    return path.parent


def copied(folder: Path) -> Path:
    """A vault of one's own, copied into `folder`."""
    target = folder / "oefenkluis"
    shutil.copytree(seeded(), target, ignore=shutil.ignore_patterns("*.lock"))
    return target / "verpleegkundige.vault"


class OpenDesk(Desk):
    """The real doors on one vault at a set clock."""

    def __init__(self, vault: Path) -> None:
        super().__init__(vault, clock=SetClock(NOW), knowledge=knowledge())


def opened(vault: Path) -> Workplace:
    """The vault without a window, to look up what is in it or to add to it."""
    return open_workplace(vault, PASSPHRASE, clock=SetClock(NOW), knowledge=knowledge())


__all__ = ["NOW", "OpenDesk", "copied", "date", "opened", "replace", "seeded", "timedelta"]
