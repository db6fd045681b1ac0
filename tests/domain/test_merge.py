"""Two edits of one record come together the same everywhere, and nothing a person typed is lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veldwerk.domain.changes import Action, Hlc, Op, Stamp
from veldwerk.domain.merge import (
    State,
    Version,
    completed,
    distinct,
    marked,
    merged,
    register_of,
    restamped,
    separate,
    writer_of,
)
from veldwerk.domain.register import Category, FieldSpec, Merge

FIELDS = {
    "city": FieldSpec("city", "TEXT", Merge.SCALAR, Category.IDENTIFYING),
    "status": FieldSpec("status", "TEXT", Merge.SCALAR, Category.ADMIN),
    "alerts": FieldSpec("alerts", "TEXT", Merge.NOTE, Category.NOTE),
    "phones": FieldSpec("phones", "TEXT", Merge.SET, Category.IDENTIFYING),
    "values": FieldSpec("values", "TEXT", Merge.DOCUMENT, Category.SOCIAL),
}


def op(
    clock: str,
    fields: dict[str, object],
    action: Action = Action.SET,
    parents: dict[str, tuple[str, ...]] | None = None,
) -> Op:
    device = clock.split(".", 2)[2]
    return Op("person", "p", action, fields, Stamp(clock, device, f"w-{device}"), "casus", parents or {})


def clock(ms: int, device: str = "a") -> str:
    return str(Hlc(ms, 0, device))


def after(*ops: Op) -> State:
    state = State()
    for one in ops:
        state = merged(state, one, FIELDS).state
    return state


def view(state: State) -> dict[str, object]:
    """What a person can see of a record, whatever the state looks like inside."""
    if state.erased:
        return {"erased": True}
    values = {
        name: dict(value) if isinstance(value, dict) else value
        for name, value in state.values.items()
        if value not in (None, {})
    }
    living = {clock: v.value for clock, v in register_of(state, "alerts", FIELDS["alerts"]).living.items()}
    return {"alive": state.life.alive, "values": values, "notes": living}


# --- any order, any number of times

CLOCKS = st.builds(clock, st.integers(1, 40), st.sampled_from("abc"))
VALUES = st.sampled_from(["x", "y", "z", "", None])


@st.composite
def any_ops(draw: st.DrawFn) -> list[Op]:
    """Ops nobody coordinated: clocks in any order, parents that may be unknown, older or newer."""
    clocks = draw(st.lists(CLOCKS, unique=True, min_size=1, max_size=9))
    ops = []
    for each in clocks:
        action = draw(
            st.sampled_from([Action.ADD, Action.SET, Action.SET, Action.SET, Action.SETTLE, Action.DELETE])
        )
        fields: dict[str, object] = {}
        if action is not Action.DELETE:
            paths = ["city", "status", "alerts", "phones/1", "phones/2", "values/q", "phones", "values"]
            for path in draw(st.lists(st.sampled_from(paths), unique=True, max_size=4)):
                fields[path] = {"1": "t", "q": "t"} if path in ("phones", "values") else draw(VALUES)
        others = st.sampled_from([c for c in clocks if c != each] or [clock(99)])
        seen = st.lists(others, max_size=2).map(tuple)
        parents = {
            path: draw(seen)
            for path in ("", "alerts", "phones/1", "phones/2")
            if draw(st.booleans()) and (path == "") == (action is Action.DELETE)
        }
        ops.append(op(each, fields, action, {path: p for path, p in parents.items() if p}))
    return ops


@settings(max_examples=150)
@given(any_ops(), st.randoms(use_true_random=False))
def test_same_ops_in_any_order_and_number_give_the_same_record(ops: list[Op], random: object) -> None:
    shuffled = [*ops, *ops[::2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert view(after(*shuffled)) == view(after(*ops))


@given(any_ops(), any_ops(), st.integers(1, 40))
def test_erasing_is_final_wherever_it_arrives(before: list[Op], later: list[Op], ms: int) -> None:
    erase = op(clock(ms, "z"), {}, Action.ERASE)
    for ops in ([*before, erase, *later], [erase, *before, *later], [*before, *later, erase]):
        state = after(*ops)
        assert state.erased
        assert not state.values
        assert not state.registers


@dataclass
class Desk:
    """One device: its record, its clock, and what it has heard."""

    name: str
    state: State = field(default_factory=State)
    last: Hlc = field(default_factory=lambda: Hlc(0, 0, ""))
    inbox: list[Op] = field(default_factory=list)

    def local(self, wanted: Op) -> Op:
        made = restamped(self.state, completed(self.state, wanted, FIELDS), self.name)
        self.hear(made)
        return made

    def hear(self, one: Op) -> None:
        self.last = max(self.last, Hlc.parse(one.stamp.hlc))
        self.state = merged(self.state, one, FIELDS).state


@st.composite
def office_days(draw: st.DrawFn) -> tuple[list[Op], list[Desk]]:
    """Three devices with wrong clocks that write and hear of each other whenever it suits."""
    desks = [Desk(name) for name in "abc"]
    skew = {desk.name: draw(st.integers(0, 500)) for desk in desks}
    ops: list[Op] = []
    first = desks[0]
    ops.append(first.local(op(clock(1 + skew["a"], "a"), {"city": "Assen", "alerts": "t0"}, Action.ADD)))
    for desk in desks[1:]:
        desk.inbox.append(ops[0])
    for n in range(draw(st.integers(1, 14))):
        desk = draw(st.sampled_from(desks))
        if desk.inbox and draw(st.booleans()):
            desk.hear(desk.inbox.pop(0))
            continue
        hlc = str(desk.last.tick(n + skew[desk.name], desk.name))
        kind = draw(st.sampled_from(["city", "note", "add", "drop", "delete"]))
        versions = tuple(register_of(desk.state, "alerts", FIELDS["alerts"]).living)
        wanted = {
            "city": op(hlc, {"city": f"c{n}"}),
            "note": op(hlc, {"alerts": f"t{n + 1}"}, parents={"alerts": versions} if versions else None),
            "add": op(hlc, {"phones/1": f"p{n}"}),
            "drop": op(hlc, {"phones/1": None}),
            "delete": op(hlc, {}, Action.DELETE),
        }[kind]
        made = desk.local(wanted)
        ops.append(made)
        for other in desks:
            if other is not desk:
                other.inbox.append(made)
    for desk in desks:
        for one in desk.inbox:
            desk.hear(one)
    return ops, desks


@given(office_days())
def test_devices_that_heard_everything_show_the_same(day: tuple[list[Op], list[Desk]]) -> None:
    _, desks = day
    assert view(desks[0].state) == view(desks[1].state) == view(desks[2].state)


@given(office_days())
def test_no_typed_text_is_lost(day: tuple[list[Op], list[Desk]]) -> None:
    """A text that does not live was named as seen by somebody who wrote after it."""
    ops, desks = day
    living = set(register_of(desks[0].state, "alerts", FIELDS["alerts"]).living)
    seen = {clock for one in ops for clock in one.parents.get("alerts", ())}
    typed = {one.stamp.hlc for one in ops if "alerts" in one.fields}
    assert typed <= living | seen
    assert not living & seen


@given(office_days())
def test_an_author_who_saw_a_record_gets_his_own_words(day: tuple[list[Op], list[Desk]]) -> None:
    """However far ahead other clocks are, what I change now is what I see afterwards (SYNC 27)."""
    _, desks = day
    desk = desks[1]
    made = desk.local(op(clock(1, "b"), {"city": "Emmen"}))
    assert desk.state.values["city"] == "Emmen"
    assert desk.state.life.alive
    for other in desks:
        other.hear(made)
        assert other.state.values["city"] == "Emmen"


# --- the rules one by one


def test_the_later_clock_wins_a_scalar_and_a_document_key() -> None:
    first = op(clock(1), {"city": "Assen", "values/q": 1}, Action.ADD)
    older, newer = op(clock(2, "b"), {"city": "B", "values/q": 2}), op(clock(3, "c"), {"city": "C"})
    state = after(first, newer, older)
    assert state.values == {"city": "C", "values": {"q": 2}}


def test_two_offline_texts_both_live_until_one_names_both() -> None:
    first = op(clock(1), {"alerts": "hond"}, Action.ADD)
    seen = {"alerts": (clock(1),)}
    one, two = (
        op(clock(5, "b"), {"alerts": "kat"}, parents=seen),
        op(clock(6, "c"), {"alerts": "vis"}, parents=seen),
    )
    settled = op(
        clock(7), {"alerts": "kat en vis"}, Action.SETTLE, {"alerts": (clock(5, "b"), clock(6, "c"))}
    )
    assert set(view(after(first, one, two))["notes"].values()) == {"kat", "vis"}  # type: ignore[attr-defined]
    for order in ((first, one, two, settled), (settled, two, first, one)):
        assert view(after(*order))["notes"] == {clock(7): "kat en vis"}


def test_equal_texts_count_once_when_shown_and_none_is_dropped() -> None:
    versions = {
        clock(2, "c"): Version("w", "kat"),
        clock(1, "b"): Version("v", "kat"),
        clock(3): Version("w", "vis"),
    }
    assert distinct(versions) == {"kat": (clock(1, "b"), clock(2, "c")), "vis": (clock(3),)}


def test_a_cleared_note_is_a_version_like_any_other() -> None:
    first = op(clock(1), {"alerts": "hond"}, Action.ADD)
    cleared = op(clock(2), {"alerts": ""}, parents={"alerts": (clock(1),)})
    other = op(clock(3, "b"), {"alerts": "kat"}, parents={"alerts": (clock(1),)})
    assert set(view(after(first, cleared, other))["notes"].values()) == {"", "kat"}  # type: ignore[attr-defined]


def test_an_add_wins_from_a_removal_that_had_not_seen_it() -> None:
    base = after(op(clock(1), {"phones/1": "06"}, Action.ADD))
    removal = completed(base, op(clock(9, "b"), {"phones/1": None}), FIELDS)
    again = completed(base, op(clock(5, "c"), {"phones/1": "07"}), FIELDS)
    assert removal.parents == {"phones/1": (clock(1),)}
    for order in ((removal, again), (again, removal)):
        state = base
        for one in order:
            state = merged(state, one, FIELDS).state
        assert state.values["phones"] == {"1": "07"}


def test_a_removal_of_what_was_seen_holds_also_when_it_arrives_first() -> None:
    add = op(clock(1), {"phones/1": "06"}, Action.ADD)
    removal = op(clock(2, "b"), {"phones/1": None}, parents={"phones/1": (clock(1),)})
    for order in ((add, removal), (removal, add)):
        assert view(after(*order))["values"] == {}


def test_deleted_stays_deleted_and_a_concurrent_edit_brings_it_back() -> None:
    first = op(clock(1), {"city": "Assen"}, Action.ADD)
    delete = completed(after(first), op(clock(9), {}, Action.DELETE), FIELDS)
    concurrent = op(clock(5, "b"), {"city": "Emmen"})
    assert not after(first, delete).life.alive
    assert not after(delete, first).life.alive
    for order in ((first, delete, concurrent), (concurrent, delete, first), (delete, concurrent, first)):
        assert view(after(*order)) == {"alive": True, "values": {"city": "Emmen"}, "notes": {}}


def test_an_edit_seen_by_the_delete_does_not_bring_it_back() -> None:
    first, edit = op(clock(1), {"city": "Assen"}, Action.ADD), op(clock(2, "b"), {"city": "Emmen"})
    delete = completed(after(first, edit), op(clock(3), {}, Action.DELETE), FIELDS)
    for order in ((first, edit, delete), (delete, edit, first)):
        assert not after(*order).life.alive


def test_a_removal_that_names_nothing_takes_what_is_older_also_when_that_comes_later() -> None:
    old, new = op(clock(1), {"phones/1": "06"}), op(clock(9, "c"), {"phones/1": "07"})
    removal = op(clock(5, "b"), {"phones/1": None})
    assert view(after(removal, old))["values"] == {}
    assert view(after(removal, old, new))["values"] == {"phones": {"1": "07"}}


def test_a_delete_that_saw_less_does_not_undo_one_that_saw_more() -> None:
    ops = [op(clock(1), {"city": "Assen"}, Action.ADD), op(clock(2), {"city": "Emmen"})]
    saw_more = op(clock(3, "b"), {}, Action.DELETE, {"": (clock(2),)})
    saw_less = op(clock(4, "c"), {}, Action.DELETE, {"": (clock(1),)})
    for order in ((*ops, saw_more, saw_less), (*ops, saw_less, saw_more)):
        assert not after(*order).life.alive


def test_a_copied_device_with_the_same_clock_gives_one_value_everywhere() -> None:
    """A cloned disk can make two ops with one clock (SYNC 32)."""
    first = op(clock(1), {"city": "", "alerts": "t"}, Action.ADD)
    one, two = op(clock(5), {"city": "a", "alerts": "a"}), op(clock(5), {"city": "b", "alerts": "b"})
    assert view(after(first, one, two)) == view(after(first, two, one))


def test_an_add_does_not_empty_what_it_leaves_out() -> None:
    first = op(clock(1), {"city": "Assen"})
    assert after(first, op(clock(2), {"city": None, "status": "actief"}, Action.ADD)).values == {
        "city": "Assen",
        "status": "actief",
    }


def test_a_set_to_nothing_empties() -> None:
    assert (
        after(op(clock(1), {"city": "Assen"}, Action.ADD), op(clock(2), {"city": None})).values["city"]
        is None
    )


def test_old_values_and_changed_paths_are_told() -> None:
    state = after(op(clock(1), {"city": "Assen", "phones/1": "06"}, Action.ADD))
    result = merged(state, op(clock(2), {"city": "Emmen", "phones": {"1": "06", "2": "07"}}), FIELDS)
    assert result.old == {"city": "Assen", "phones/1": "06", "phones/2": None}
    assert set(result.changed) == {"city", "phones/2"}


@pytest.mark.parametrize(
    "fields",
    [
        {"nieuw": 1},
        {"city/x": "a"},
        {"city": {"a": 1}},
        {"alerts": 5},
        {"phones": "06"},
        {"city": 2**70},
    ],
)
def test_what_cannot_be_applied_is_set_apart_and_the_rest_goes_on(fields: dict[str, object]) -> None:
    whole = op(clock(1), {"status": "actief", **fields}, Action.ADD)
    known, parked = separate(whole, FIELDS)
    assert known.fields == {"status": "actief"}
    assert parked == replace(whole, fields=fields)


def test_nothing_is_set_apart_from_a_good_op() -> None:
    whole = op(clock(1), {"status": "actief", "values": {"q": [1]}}, Action.ADD)
    assert separate(whole, FIELDS) == (whole, None)


def test_the_mark_of_a_change_is_as_the_protocol_says() -> None:
    """The example of docs/sync.md 2.10: whoever writes another program can check theirs against it."""
    stamp = "1772442000000.00003.0123456789abcdef.c0ffee00"
    seen = "1772441000000.00000.0123456789abcdef.c0ffee00.deadbeef"
    fields = {"outcome": None, "agreements": "Été"}
    op = Op("visit", "k1", Action.SET, fields, Stamp(stamp, "", "w1"), "casus", {"agreements": (seen,)})
    written = (
        '{"a":"set","f":{"agreements":"Été","outcome":null},"h":"1772442000000.00003.0123456789abcdef.c0ffee00",'
        '"k":"k1","p":{"agreements":["1772441000000.00000.0123456789abcdef.c0ffee00.deadbeef"]},"t":"visit","w":"w1"}'
    )
    assert marked(op).stamp.hlc == f"{stamp}.{hashlib.sha256(written.encode()).hexdigest()[:8]}"
    assert marked(op).stamp.hlc.endswith(".1706dcd4")
    assert marked(marked(op)) == marked(op)
    assert writer_of(marked(op).stamp.hlc) == "0123456789abcdef.c0ffee00"
    assert writer_of("1772442000000.00003.0123456789abcdef") == "0123456789abcdef"


def test_what_differs_in_anything_has_another_mark() -> None:
    op = Op(
        "visit", "k1", Action.SET, {"outcome": "a"}, Stamp("1772442000000.00003.dd.oo", "dd", "w1"), "casus"
    )
    others = [
        replace(op, fields={"outcome": "b"}),
        replace(op, record="k2"),
        replace(op, action=Action.ADD),
        replace(op, stamp=replace(op.stamp, worker="w2")),
        replace(op, parents={"outcome": ("x",)}),
    ]
    assert len({marked(one).stamp.hlc for one in (op, *others)}) == len(others) + 1
