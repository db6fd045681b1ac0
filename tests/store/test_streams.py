"""What sync keeps: own work waits until it is sealed, sealed bytes never change, cursors move with the data."""

from __future__ import annotations

import pytest

from tests.store.making import Desk
from veldwerk.domain.people import Person, PersonCare

ANNA = Person(id="p1", family_name="Dörsson")


def test_own_ops_wait_per_space_until_they_are_sealed(one: Desk) -> None:
    first = one.add(ANNA)
    one.add(PersonCare(id="c1", person_id="p1"), space="zorg")
    second = one.write("person", "p1", {"city": "Assen"})
    waiting = one.vault.read(lambda r: r.pending("casus"))
    assert [op for _, op in waiting] == [first, second]
    upto = waiting[0][0]
    one.vault.write(lambda w: w.sealed_put("casus", "cs/1", b"bytes", upto))
    assert [op for _, op in one.vault.read(lambda r: r.pending("casus"))] == [second]
    assert one.vault.read(lambda r: (r.pending_count("casus"), r.pending_count("zorg"))) == (1, 1)


def test_what_others_wrote_is_never_ours_to_send(one: Desk, make: object) -> None:
    other = make("b")  # type: ignore[operator]
    other.add(ANNA)
    one.receive(other.sent())
    assert one.vault.read(lambda r: r.pending("casus")) == []
    assert [op for _, op in one.vault.read(lambda r: r.ops("casus", local=False))] == other.sent()


def test_a_retry_sends_the_same_bytes_under_the_same_name(one: Desk) -> None:
    one.vault.write(lambda w: w.sealed_put("casus", "cs/1", b"one", 1))
    one.vault.write(lambda w: w.sealed_put("casus", "cs/1", b"one", 1))
    with pytest.raises(AssertionError):
        one.vault.write(lambda w: w.sealed_put("casus", "cs/1", b"two", 1))
    one.reopen()
    assert one.vault.read(lambda r: r.sealed_get("casus", "cs/1")) == b"one"


def test_sent_is_said_only_when_it_is(one: Desk) -> None:
    one.vault.write(
        lambda w: (w.sealed_put("casus", "cs/1", b"1", 1), w.sealed_put("casus", "cs/2", b"2", 2))
    )
    one.vault.write(lambda w: w.mark_sent("casus", "cs/1"))
    assert [s.name for s in one.vault.read(lambda r: r.sealed_unsent("casus"))] == ["cs/2"]
    assert [(s.name, s.sent) for s in one.vault.read(lambda r: r.sealed("casus"))] == [
        ("cs/1", True),
        ("cs/2", False),
    ]


def test_only_sent_bytes_are_dropped_and_the_count_stays(one: Desk) -> None:
    one.add(ANNA)
    one.vault.write(
        lambda w: (w.sealed_put("casus", "cs/1", b"1", 0), w.sealed_put("casus", "cs/2", b"2", 1))
    )
    one.vault.write(lambda w: w.sealed_drop("casus", "cs/1"))
    assert one.vault.read(lambda r: r.sealed_get("casus", "cs/1")) == b"1"
    one.vault.write(lambda w: (w.mark_sent("casus", "cs/1"), w.mark_sent("casus", "cs/2")))
    one.vault.write(lambda w: (w.sealed_drop("casus", "cs/1"), w.sealed_drop("casus", "cs/2")))
    kept = [(s.name, s.content) for s in one.vault.read(lambda r: r.sealed("casus"))]
    assert kept == [("cs/1", b""), ("cs/2", b"")]
    assert one.vault.read(lambda r: r.pending_count("casus")) == 0


def test_cursor_and_data_move_together(one: Desk, make: object) -> None:
    other = make("b")  # type: ignore[operator]
    other.add(ANNA)

    def cut(writer: object) -> None:
        writer.apply(other.sent(), edit="r", local=False)  # type: ignore[attr-defined]
        writer.set_cursor("casus", "b.1", "7")  # type: ignore[attr-defined]
        raise ValueError

    with pytest.raises(ValueError):
        one.vault.write(cut)
    assert one.vault.read(lambda r: (r.cursor("casus", "b.1"), r.counts()["person"])) == (None, 0)
    one.vault.write(lambda w: (w.set_cursor("casus", "b.1", "7"), w.set_cursor("casus", "b.1", "8")))
    assert one.vault.read(lambda r: dict(r.cursors("casus"))) == {"b.1": "8"}


def test_named_blobs_and_spaces(one: Desk) -> None:
    one.vault.write(lambda w: (w.set_meta("space/casus/key", b"\x00k"), w.set_meta("space/zorg/key", b"z")))
    assert one.vault.read(lambda r: r.metas("space/")) == {
        "space/casus/key": b"\x00k",
        "space/zorg/key": b"z",
    }
    one.vault.write(lambda w: w.set_meta("space/zorg/key", None))
    assert one.vault.read(lambda r: r.meta("space/zorg/key")) is None


def test_joining_a_space_lasts(make: object) -> None:
    one = make("w", spaces=("kaart",))  # type: ignore[operator]
    one.vault.write(lambda w: w.join_space("casus"))
    assert one.vault.spaces == {"kaart", "casus"}
    one.reopen()
    assert one.vault.spaces == {"kaart", "casus"}
    one.add(ANNA)
