"""States of social map, referrals, letters, month, exchange and settings; joined to `tests.ui.cases.CASES`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtWidgets import QPushButton

from tests.ui.screens.cases import Case, go, page, real
from tests.ui.seeded import shared_desk
from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.people import Person as Client
from veldwerk.domain.records import from_row
from veldwerk.domain.visits import Appraisal, Visit
from veldwerk.services import sync_sieve
from veldwerk.services.edits import find
from veldwerk.services.erasures import Reach, Request
from veldwerk.services.referrals import ReferralFile
from veldwerk.services.stuck import Stuck
from veldwerk.services.sync_attendance import Attendee, Presence
from veldwerk.services.sync_erasing import Standing as Left
from veldwerk.services.sync_ports import Card, Member, Person
from veldwerk.services.sync_state import Difference, Problem, Receipt, SpaceStatus
from veldwerk.services.sync_when import When
from veldwerk.services.to_look import Waiting
from veldwerk.services.twins import Pair
from veldwerk.store.writing import VaultWriter
from veldwerk.sync import envelope
from veldwerk.sync.stores import names
from veldwerk.ui.parts.syncing import Standing
from veldwerk.ui.screens.arrivals.page import Found
from veldwerk.ui.screens.exchange.team import Team
from veldwerk.ui.window import Window


def a_draft() -> str:
    """A referral that is only begun; made when the seeded vault has none."""
    work = shared_desk().place
    services, actor = work.services, work.actor
    for file in services.referrals.files(actor):
        if file.task is None:
            return file.referral.id
    appraisal = work.vault.read(lambda r: find(r, Appraisal, limit=1))[0]
    person = services.people.get(actor, appraisal.person_id)
    kind = next(
        one
        for one in services.knowledge.rules.interventions
        if services.social_map.candidates(actor, one, person)
    )
    question = "Ik wil weer eens iemand spreken."
    return services.referrals.create(actor, appraisal, kind, question=question, rule_ids=["S05"]).id


def a_file(wanted: Callable[[ReferralFile], bool]) -> str:
    """A referral that is so."""
    work = shared_desk().place
    return next(f.referral.id for f in work.services.referrals.files(work.actor) if wanted(f))


def running() -> str:
    """A referral that has started."""
    return a_file(lambda file: file.task is not None and file.task.status in ("accepted", "in-progress"))


def draft(window: Window) -> None:
    go("referrals", a_draft())(window)


def consent(window: Window) -> None:
    detail = page(window, "referrals")._detail
    file = detail._file
    work = shared_desk().place
    detail._ask_consent(
        work.services.social_map.candidates(work.actor, file.referral.kind, file.person)[0].service
    )


def gap(window: Window) -> None:
    page(window, "referrals")._detail._open_gap()


def under_way(window: Window) -> None:
    go("referrals", running())(window)


def note(window: Window) -> None:
    page(window, "referrals")._detail.add_note()


def step(window: Window) -> None:
    detail = page(window, "referrals")._detail
    detail._open_step(detail._file.task, "failed", True)


def finish(window: Window) -> None:
    detail = page(window, "referrals")._detail
    detail._open_close(detail._file.referral)


def reply(window: Window) -> None:
    page(window, "referrals").reply("ABC2345")


def nobody(name: str) -> Callable[[Window], None]:
    def step(window: Window) -> None:
        search = page(window, name).search
        search.setText("zzzz")
        search.returnPressed.emit()

    return step


def edit(window: Window) -> None:
    page(window, "map")._detail.edit()


def add(window: Window) -> None:
    page(window, "map").add()


def save(window: Window) -> None:
    page(window, "letters")._detail.save_it()


def passphrase(window: Window) -> None:
    _security(window)._open_passphrase()


def recovery(window: Window) -> None:
    security = _security(window)
    security._open_recovery()
    security._slot._box.itemAt(0).widget()._made("K7QF-9M2X-4TRW-8HDP-3VNB-6YCJ-5GZE-1LAS")


def _security(window: Window) -> object:
    from veldwerk.ui.screens.exchange.security import Security

    found = window.findChild(Security)
    assert found is not None
    return found


def handbook(window: Window) -> None:
    assert window.shell is not None
    window.shell.commands.run("handbook")


def attention(window: Window) -> None:
    """A team that exchanged, with things that wait and that went wrong."""
    exchanging = page(window, "exchange")._exchanging
    problems = (
        Problem("store-unreachable", names.UNREACHABLE),
        Problem("object-damaged", envelope.DAMAGED, who="Karim Amrani"),
        Problem("many-deletes", sync_sieve.HELD),
    )
    receipts = (Receipt("d", "Karim Amrani", 118, 120), Receipt("e", "Aïcha Amrani", 120, 120))
    at = "2026-11-24T09:15:00+01:00"
    spaces = (
        SpaceStatus("casus", 2, 120, 1, receipts, problems, at),
        SpaceStatus("kaart", 0, 40, 0, receipts, (), at),
        SpaceStatus("zorg", 0, 0, 0, (), (), ""),
    )
    standing = Standing("/media/stick/veldwerk", spaces, frozenset({"casus", "kaart"}), When())
    exchanging._syncing.standing = standing
    exchanging._syncing.told.emit(standing)


def sftp(window: Window) -> None:
    where = page(window, "exchange")._exchanging._where
    where.fields.kind.set_value("sftp")
    where._turned()


def press(name: str) -> Callable[[Window], None]:
    def step(window: Window) -> None:
        found = window.findChild(QPushButton, name)
        assert found is not None, name
        found.click()

    return step


def _team(window: Window) -> Team:
    found = window.findChild(Team)
    assert found is not None
    return found


def invite(window: Window) -> None:
    """Somebody asks; the eight words are shown."""
    team = _team(window)
    card = Card("0" * 16, Person("w", "Karim Amrani", "d"), "anker appel berg boom duin fiets haven kers")
    team._mine = ("casus", "kaart", "zorg")
    team._compare((b"", card))


def colleagues(window: Window) -> Attendee:
    """A team of three: ourselves, Karim, and a laptop that was taken out. Karim comes back."""
    words = "anker appel berg boom duin fiets haven kers"
    everyone = []
    for number, (name, role, revoked) in enumerate(
        [
            ("Sanne de Boer", "admin", False),
            ("Karim Amrani", "member", False),
            ("Aïcha Bakker", "reader", True),
        ]
    ):
        member = Member(str(number) * 16, role, Person("w", name, "d"), words, revoked=revoked)
        seen = Presence("2026-11-02T09:15:00+01:00", "2026-11-24T09:15:00+01:00")
        spaces = {"casus": member, "kaart": member}
        everyone.append(Attendee(member.dev, member, spaces, seen, me=number == 0))
    _team(window)._laptops.show_everyone(everyone, ("casus", "kaart"), ())
    return everyone[1]


def members(window: Window) -> None:
    """Who is in, with what can be done about each."""
    colleagues(window)


def remove(window: Window) -> None:
    """What taking access away means."""
    _team(window)._laptops.ask_remove(colleagues(window))


def role(window: Window) -> None:
    """What a laptop may."""
    _team(window)._laptops.ask_role(colleagues(window))


def put_back(window: Window) -> None:
    """The vault was put back from a backup; what differs is shown."""
    attention(window)
    exchanging = page(window, "exchange")._exchanging
    exchanging._syncing.standing = replace(exchanging._syncing.standing, restored=True)
    exchanging._syncing.told.emit(exchanging._syncing.standing)
    exchanging._restored._show(
        (
            Difference("casus", restored=True, ahead=3, ours=1, theirs=12, older=False),
            Difference("kaart", restored=True, ahead=0, ours=0, theirs=0, older=True),
        )
    )


def missing(window: Window) -> None:
    """Something of a colleague is lost on the store; what passing over means."""
    card = page(window, "exchange")._exchanging._stuck
    stuck = Stuck("casus", "1" * 16, "Karim Amrani", gone=True, ours_to_pass=True)
    card.show_stuck((stuck, Stuck("kaart", "2" * 16, "Aïcha Bakker", gone=False, ours_to_pass=False)))
    card._ask(stuck)


def to_decide(window: Window) -> None:
    """An erasure waits, a visit may be double, and something was erased."""
    arrivals = window.shell.front  # type: ignore[union-attr]  # the window is unlocked
    work = shared_desk().place
    persons = [
        from_row(Client, one, row) for one, row in work.vault.read(lambda r: r.find("person", limit=3))
    ]
    day = datetime(2026, 11, 24, 10, 5)
    first, second = (
        Visit(
            id=f"v{n}", person_id=persons[0].id, finished_at=day + timedelta(hours=n), outcome="verwijzing",
            agreements=text,
        )
        for n, text in enumerate(("Dochter belt zondag. Ik bel over twee weken terug.", ""))
    )  # fmt: skip
    arrivals._fill(
        Found(
            asked=[
                Request(
                    "r1", "Karim Amrani", False, persons[1], (("person", 1), ("letter", 2), ("visit", 4))
                ),
                Request("r2", "", True, persons[2], (("person", 1),)),
            ],
            twins=[Pair(first, second, persons[0], ("Sanne de Boer", "Karim Amrani"))],
            standing=(Left("casus", True, ("Karim Amrani",)), Left("zorg", False, ())),
        )
    )


def agree(window: Window) -> None:
    press("arrivals.agree.r1")(window)


def erase(window: Window) -> None:
    """What erasing for good means, at the foot of the details."""
    detail = page(window, "people")._detail
    detail._tabs.choose("facts")
    reach = Reach((("person", 1), ("consent", 1), ("letter", 2), ("visit", 4)), care=True)
    detail._erasing._open(detail._known, reach)


def waiting(window: Window) -> None:
    """Today, with what waits to be looked at."""
    today = page(window, "today")
    work = shared_desk().place
    person = from_row(Client, *work.vault.read(lambda r: r.find("person", limit=1))[0])
    today._fill((work.services.today.day(work.actor), Waiting((("r1", "Karim Amrani", person),), 1, 3)))


def two_texts(window: Window) -> None:
    command("conflicts")(window)


def command(name: str) -> Callable[[Window], None]:
    def step(window: Window) -> None:
        assert window.shell is not None
        window.shell.commands.run(name)

    return step


def many_deletes(_window: Window) -> None:
    """A colleague deleted many people: they wait."""
    vault = shared_desk().place.vault
    people = [record for record, _row in vault.read(lambda r: r.find("person"))][:14]

    def job(writer: VaultWriter) -> None:
        stamps = [Stamp(writer.next_hlc(), "0" * 16, "") for _one in people]
        ops = [
            Op("person", one, Action.DELETE, {}, stamp, "casus")
            for one, stamp in zip(people, stamps, strict=True)
        ]
        writer.park(ops, edit="case", reason="many-deletes")

    if not vault.read(lambda r: r.parked_ops("casus")):
        vault.write(job)


OFFICE: dict[str, Case] = {
    "handbook": real(go("today"), handbook),
    "map-edit": real(go("map"), edit),
    "map-new": real(go("map"), add),
    "map-nobody": real(go("map"), nobody("map")),
    "referrals-draft": real(go("referrals"), draft),
    "referrals-consent": real(go("referrals"), draft, consent),
    "referrals-gap": real(go("referrals"), draft, gap),
    "referrals-running": real(go("referrals"), under_way),
    "referrals-note": real(go("referrals"), under_way, note),
    "referrals-step": real(go("referrals"), under_way, step),
    "referrals-close": real(go("referrals"), under_way, finish),
    "referrals-reply": real(go("referrals"), reply),
    "letters-save": real(go("letters"), save),
    "exchange-attention": real(go("exchange"), attention),
    "exchange-sftp": real(go("exchange"), sftp),
    "arrivals": real(go("today"), many_deletes, command("arrivals")),
    "arrivals-decide": real(go("today"), command("arrivals"), to_decide),
    "arrivals-agree": real(go("today"), command("arrivals"), to_decide, agree),
    "today-waiting": real(go("today"), waiting),
    "people-erase": real(go("people"), erase),
    "exchange-restored": real(go("exchange"), put_back),
    "exchange-missing": real(go("exchange"), attention, missing),
    "two-texts": real(go("today"), two_texts),
    "team": real(go("exchange", "team")),
    "team-request": real(go("exchange", "team"), press("team.show_request")),
    "team-invite": real(go("exchange", "team"), invite),
    "team-members": real(go("exchange", "team"), members),
    "team-role": real(go("exchange", "team"), role),
    "team-remove": real(go("exchange", "team"), remove),
    "safety": real(go("exchange", "security")),
    "safety-passphrase": real(go("exchange", "security"), passphrase),
    "safety-recovery": real(go("exchange", "security"), recovery),
    "looks": real(go("exchange", "looks")),
    "organisation": real(go("exchange", "organisation")),
    "logbook": real(go("exchange", "log")),
}
