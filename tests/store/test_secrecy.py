"""Nothing readable on disk, and nothing of care in a welfare worker's vault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.making import Desk
from tests.store.test_drafts import DRAFT
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person, PersonCare, Phone
from veldwerk.domain.register import KINDS, Space
from veldwerk.domain.visits import Answers
from veldwerk.services.ports import AuditEvent
from veldwerk.store import driver
from veldwerk.store.driver import Connection

BSN = "999999990"
WORDS = ("Zwanepoel", "Kalmoesplein", "goudvissenkom", BSN, "0598-123456", "bijziende")


def furnish(one: Desk) -> list[str]:
    """A person with everything filled in; gives the words that must not be found."""
    person = one.ids.new_id()
    one.add(
        Person(
            id=person,
            family_name=WORDS[0],
            street=WORDS[1],
            alerts=WORDS[2],
            phones=(Phone(id="t", number=WORDS[4]),),
        )
    )
    one.note("person", person, "alerts", f"{WORDS[2]} weg")
    care = PersonCare(id=one.ids.new_id(), person_id=person, bsn=BSN, health_note=WORDS[5])
    one.add(care, space="zorg")
    answers = Answers(id=one.ids.new_id(), person_id=person, values={"/data/ogen": WORDS[5]})
    one.add(answers, space="zorg")
    one.vault.write(lambda w: w.save_draft(DRAFT))
    one.vault.write(lambda w: w.audit_event(AuditEvent("read", "person", person, person=person)))
    return [*WORDS, person, care.id, "Dörsson", "eenzaam", "SQLite format"]


def test_no_word_stands_readable_in_any_file_beside_or_in_the_vault(one: Desk) -> None:
    words = furnish(one)
    open_files = sorted(p.name for p in one.path.parent.iterdir())
    assert {"a.vault", "a.vault-wal", "a.vault-shm", "a.vault.keys"} <= set(open_files)
    assert_unreadable(one.path.parent, words)
    one.vault.close()
    assert_unreadable(one.path.parent, words)


def assert_unreadable(folder: Path, words: list[str]) -> None:
    for path in folder.iterdir():
        content = path.read_bytes()
        for word in words:
            for encoding in ("utf-8", "utf-16-le"):
                assert word.encode(encoding) not in content, (path.name, word)


def everything(connection: Connection) -> dict[str, str]:
    """All content of all tables as text."""
    tables = [
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    ]
    return {table: str(connection.execute(f'SELECT * FROM "{table}"').fetchall()) for table in tables}


def test_a_welfare_vault_opened_raw_holds_no_row_and_no_word_of_care(make: Callable[..., Desk]) -> None:
    nurse, welfare = make("n"), make("w", spaces=("kaart", "coalitie", "casus", "inzet"))
    furnish(nurse)
    welfare.receive(nurse.sent("casus"))
    with pytest.raises(UserError):
        welfare.receive(nurse.sent("zorg"))
    welfare.vault.close()
    connection = driver.connect(welfare.path, welfare.vault.key, wipe_memory=False)
    try:
        content = everything(connection)
        assert WORDS[0] in content["person"], "the test looks at the right vault"
        for table, text in content.items():
            assert BSN not in text, table
            assert WORDS[5] not in text, table
            assert "'zorg'" not in text, table
        for kind, spec in KINDS.items():
            if spec.spaces == (Space.ZORG,):
                assert content[kind] == "[]", kind
    finally:
        connection.close()


def test_the_nurse_does_hold_it(one: Desk) -> None:
    furnish(one)
    assert BSN in one.vault.raw_read(everything)["person_care"]


def test_errors_name_no_person(one: Desk) -> None:
    """A database error that reaches a log carries no value."""
    one.add(Person(id="p1", family_name=WORDS[0]))
    with pytest.raises(driver.DatabaseError) as caught:
        one.vault.write(lambda w: w._connection.execute("INSERT INTO person SELECT * FROM person"))
    assert WORDS[0] not in str(caught.value)
