"""The reporting code as one worker uses it: five steps in any order, two decisions, and one record at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.places import Place, add_person, make_place
from tests.services.test_collect import Pile
from veldwerk.domain.errors import AccessDenied, UserError
from veldwerk.domain.safety import SafetyRecord
from veldwerk.services.access import Actor, Role
from veldwerk.services.collect import Collect
from veldwerk.services.safety import Safety


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = make_place(tmp_path_factory.mktemp("nurse"), forms=False)
    yield place
    place.work.close()


@pytest.fixture
def safety(opened: Place) -> Safety:
    return Safety(opened.work.services.kit, opened.work.vault, opened.work.sync)


@pytest.fixture
def begun(opened: Place, safety: Safety) -> SafetyRecord:
    return safety.begin(opened.work.actor, add_person(opened.work))


def now(opened: Place, safety: Safety, record: SafetyRecord) -> SafetyRecord:
    [held] = safety.of(opened.work.actor, record.person_id)
    return held.record


def refused(opened: Place, safety: Safety, before: SafetyRecord, **fields: object) -> tuple[str, object]:
    with pytest.raises(UserError) as error:
        safety.save(opened.work.actor, before, replace(before, **fields))  # type: ignore[arg-type]
    return error.value.code, error.value.values["field"]


def test_it_stands_in_a_space_of_its_own_from_the_beginning(opened: Place, begun: SafetyRecord) -> None:
    vault = opened.work.vault
    assert vault.read(lambda r: r.space_of("safety", begun.id)) == f"veilig-{begun.id}"
    assert f"veilig-{begun.id}" in vault.spaces
    assert begun.handler == opened.work.actor.worker
    assert begun.opened_on == opened.clock.today()


def test_begun_twice_is_one_until_it_is_closed(opened: Place, safety: Safety, begun: SafetyRecord) -> None:
    actor = opened.work.actor
    person = opened.work.services.people.get(actor, begun.person_id)
    assert safety.begin(actor, person).id == begun.id
    safety.save(actor, begun, replace(begun, report="nee", help="ja"))
    safety.close(actor, now(opened, safety, begun))
    assert safety.begin(actor, person).id != begun.id


def test_the_steps_may_be_written_in_any_order(opened: Place, safety: Safety, begun: SafetyRecord) -> None:
    today = opened.clock.today()
    for step in (4, 1, 2):
        before = now(opened, safety, begun)
        after = replace(before, **{f"step{step}_on": today, f"step{step}_note": f"stap {step}"})
        safety.save(opened.work.actor, before, after)
    record = now(opened, safety, begun)
    assert [record.note(step) for step in (1, 2, 3, 4, 5)] == ["stap 1", "stap 2", "", "stap 4", ""]
    assert record.on(4) == today


def test_a_text_needs_its_day(opened: Place, safety: Safety, begun: SafetyRecord) -> None:
    assert refused(opened, safety, begun, step2_note="Gebeld") == ("undated", "step2_on")


def test_the_talk_may_be_left_out_with_a_reason(opened: Place, safety: Safety, begun: SafetyRecord) -> None:
    assert refused(opened, safety, begun, step3_skipped=True) == ("unreasoned", "step3_note")
    after = replace(begun, step3_skipped=True, step3_note="De zoon is er altijd bij")
    safety.save(opened.work.actor, begun, after)
    assert now(opened, safety, begun).step3_skipped


def test_it_is_not_closed_without_both_decisions(opened: Place, safety: Safety, begun: SafetyRecord) -> None:
    actor = opened.work.actor
    for fields, missing in (({}, "report"), ({"report": "ja"}, "help"), ({"help": "ja"}, "report")):
        with pytest.raises(UserError) as error:
            safety.close(actor, replace(begun, **fields))  # type: ignore[arg-type]
        assert (error.value.code, error.value.values["field"]) == ("undecided", missing)
    safety.save(actor, begun, replace(begun, report="nee", help="ja"))
    safety.close(actor, now(opened, safety, begun))
    assert now(opened, safety, begun).closed_on == opened.clock.today()


def test_nobody_hands_it_on_by_writing(opened: Place, safety: Safety, begun: SafetyRecord) -> None:
    safety.save(
        opened.work.actor, begun, replace(begun, handler="x", attention="y", person_id="z", help="ja")
    )
    record = now(opened, safety, begun)
    assert (record.handler, record.attention) == (opened.work.actor.worker, "")
    assert record.help == "ja"


def test_another_worker_reads_and_writes_nothing(opened: Place, safety: Safety, begun: SafetyRecord) -> None:
    other = Actor("somebody", "Iemand", Role.NURSE)
    assert safety.of(other, begun.person_id) == ()
    with pytest.raises(AccessDenied):
        safety.save(other, begun, replace(begun, help="ja"))
    with pytest.raises(AccessDenied):
        safety.close(other, begun)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PRIVACY, Role.TEAM_LEAD])
def test_who_has_no_files_begins_none(opened: Place, safety: Safety, role: Role) -> None:
    person = add_person(opened.work)
    with pytest.raises(AccessDenied):
        safety.begin(Actor("w", "Iemand", role), person)


def test_it_is_on_no_list_in_no_figure_and_found_by_no_search(
    opened: Place, safety: Safety, begun: SafetyRecord
) -> None:
    actor, services = opened.work.actor, opened.work.services
    month = services.months.report(actor, 2026, 11)
    words = "Zevenblad"
    safety.save(actor, begun, replace(begun, step1_on=opened.clock.today(), step1_note=words))
    assert services.months.report(actor, 2026, 11) == month
    assert begun.id not in str(services.people.file(actor, begun.person_id))
    assert services.people.lines(actor, words) == []
    assert begun.id not in str(services.today.day(actor))


def test_no_read_model_for_analysts_counts_it(opened: Place, safety: Safety, begun: SafetyRecord) -> None:
    pile = Pile()
    safety.save(opened.work.actor, begun, replace(begun, report="ja"))
    made = Collect(opened.work.services.kit, pile).run(opened.work.actor, bytes(32))
    assert "person" in pile.tables
    assert SafetyRecord.KIND not in {*pile.tables, *made.tables}
    assert begun.id not in pile.text()
