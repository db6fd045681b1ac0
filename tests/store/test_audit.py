"""The audit log tells who saw and did what, and shows when somebody tampered with it."""

from __future__ import annotations

import pytest

from tests.store.making import Desk
from veldwerk.services.ports import AuditEvent
from veldwerk.store import audit, check

EVENT = AuditEvent(
    "read", "person", "p1", person="p1", worker="w1", role="wijkverpleegkundige", fields=("city", "street")
)


@pytest.fixture
def audited(one: Desk) -> Desk:
    """Five lines."""
    for n in range(5):
        one.vault.write(
            lambda w, n=n: w.audit_event(AuditEvent("read", "visit", f"v{n}", person=f"p{n % 2}"))
        )
    return one


def test_a_line_holds_field_names_and_comes_back_as_it_was(one: Desk) -> None:
    one.vault.write(lambda w: w.audit_event(EVENT))
    (line,) = one.vault.read(lambda r: r.audit())
    assert line.event == EVENT
    assert (line.seq, line.device, line.at) == (1, one.vault.device, one.clock.now())


def test_lines_of_one_person(audited: Desk) -> None:
    assert [line.event.record for line in audited.vault.read(lambda r: r.audit(person="p1"))] == ["v1", "v3"]
    assert [line.seq for line in audited.vault.read(lambda r: r.audit(after=2, limit=2))] == [3, 4]


def test_an_untouched_chain_is_whole(audited: Desk) -> None:
    assert audited.vault.raw_read(audit.broken_at) is None


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("UPDATE audit SET event = replace(event, 'v2', 'v9') WHERE seq = 3", 3),
        ("UPDATE audit SET at = at + 1 WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET seq = 9 WHERE seq = 5", 5),
    ],
)
def test_an_altered_or_removed_line_is_found(audited: Desk, sql: str, line: int) -> None:
    """By somebody with the key who takes the triggers away first."""

    def tamper(connection: object) -> None:
        connection.execute("DROP TRIGGER guard_audit_update")  # type: ignore[attr-defined]
        connection.execute("DROP TRIGGER guard_audit_delete")  # type: ignore[attr-defined]
        connection.execute(sql)  # type: ignore[attr-defined]

    audited.vault.raw(tamper)
    assert audited.vault.raw_read(audit.broken_at) == line
    assert "audit" in {f.code for f in check.check(audited.vault).findings}


def test_an_audit_line_stands_or_falls_with_its_edit(one: Desk) -> None:
    def job(writer: object) -> None:
        writer.audit_event(EVENT)  # type: ignore[attr-defined]
        raise ValueError

    with pytest.raises(ValueError):
        one.vault.write(job)
    assert one.vault.read(lambda r: r.audit()) == []
    assert one.vault.raw_read(audit.broken_at) is None
