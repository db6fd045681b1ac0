"""`veldwerk demo --round`: run as a user runs it, in processes of its own, and judged by what it left behind.

The counting and searching here is the test's own: it opens the files with other code than wrote them.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import sqlcipher3.dbapi2 as cipher
from openpyxl import load_workbook

from veldwerk.store import slots

ROOT = Path(__file__).resolve().parents[2]
NURSE, WELFARE = "verpleegkundige", "welzijnswerker"
SHARED = ("kaart", "coalitie", "casus")


def veldwerk(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_STATE_HOME": str(cwd),
    }
    return subprocess.run(
        [sys.executable, "-m", "veldwerk", *words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One round, for all tests of this file."""
    folder = tmp_path_factory.mktemp("ronde")
    done = veldwerk("demo", "--round", "out/", "--people", "90", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "out" in done.stdout
    (folder / "wachtwoord").write_text("demo\n", "utf-8")
    return folder / "out"


@pytest.fixture(scope="module")
def facts(out: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads((out / "round.json").read_text("utf-8"))
    return found


def raw(out: Path, name: str) -> cipher.Connection:
    """The vault opened by SQLCipher alone, with the key out of its key file."""
    path = out / name / f"{name}.vault"
    content = slots.read(slots.slots_path(path))
    key = slots.unlock(content, slots.PASSPHRASE, "demo", path.name)
    connection = cipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


@pytest.fixture(scope="module")
def second(out: Path) -> Iterator[cipher.Connection]:
    connection = raw(out, WELFARE)
    yield connection
    connection.close()


def test_the_letter_holds_recipient_date_in_words_and_reply_code_and_embeds_its_fonts(
    out: Path, facts: dict[str, dict[str, object]]
) -> None:
    pdf = pypdfium2.PdfDocument((out / "letter.pdf").read_bytes())
    text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    today = date.fromisoformat(str(facts["day"]))
    months = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september")
    months += ("oktober", "november", "december")
    assert f"{today.day} {months[today.month - 1]} {today.year}" in text
    assert str(facts["referral"]["reply_code"]) in text.replace(" ", "").replace("-", "")
    assert str(facts["person"]["name"]).split()[-1] in text
    with pikepdf.open(out / "letter.pdf") as document:
        fonts = [font for page in document.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            descriptor = font.get("/FontDescriptor") or font.DescendantFonts[0].FontDescriptor
            assert any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")), (
                font.BaseFont
            )


def test_both_vaults_say_the_same_digest_of_every_shared_space_in_processes_of_their_own(out: Path) -> None:
    digests = {}
    for name in (NURSE, WELFARE):
        vault = out / name / f"{name}.vault"
        done = veldwerk(
            "--vault", str(vault), "--passphrase-file", str(out.parent / "wachtwoord"), "vault", "check", "--json", cwd=out.parent
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        digests[name] = json.loads(done.stdout)["digests"]
    assert {s: digests[NURSE][s] for s in SHARED} == {s: digests[WELFARE][s] for s in SHARED}
    assert len(set(digests[NURSE].values())) == len(digests[NURSE])
    assert "zorg" in digests[NURSE] and "zorg" not in digests[WELFARE]


def test_the_vaults_have_keys_of_their_own(out: Path) -> None:
    keys = set()
    for name in (NURSE, WELFARE):
        path = out / name / f"{name}.vault"
        keys.add(slots.unlock(slots.read(slots.slots_path(path)), slots.PASSPHRASE, "demo", path.name))
    assert len(keys) == 2


def test_the_welfare_workers_vault_opened_raw_has_no_row_of_zorg_and_no_health_answer(
    out: Path, second: cipher.Connection
) -> None:
    tables = [row[0] for row in second.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = 0
    for table in tables:
        columns = {row[1] for row in second.execute(f'PRAGMA table_info("{table}")')}
        for column in columns & {"_space", "space"}:
            (count,) = second.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}" = ?', ("zorg",)
            ).fetchone()
            assert count == 0, table
            rows += second.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    assert rows > 100, "the vault is not empty"
    for table in ("person_care", "appraisal_care"):
        assert second.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    nurse = raw(out, NURSE)
    health = [
        json.loads(row[0]) for row in nurse.execute("SELECT \"values\" FROM answers WHERE _space = 'zorg'")
    ]
    bsns = [row[0] for row in nurse.execute("SELECT bsn FROM person_care WHERE bsn <> ''")]
    nurse.close()
    refs = {ref for answers in health for ref in answers}
    assert refs and bsns
    everything = "\n".join(
        str(row) for table in tables if not table.startswith("sqlite_") for row in second.execute(f'SELECT * FROM "{table}"')
        if "_fts" not in table and table != "form"
    )  # fmt: skip
    for ref in refs:
        assert f'"{ref}"' not in everything
    for bsn in bsns:
        assert bsn not in everything


def test_the_months_csv_is_recounted_from_the_second_vault(
    out: Path, second: cipher.Connection, facts: dict[str, dict[str, object]]
) -> None:
    month = str(facts["month"]["period"])
    rows = list(csv.DictReader(io.StringIO((out / "month.csv").read_text("utf-8-sig")), delimiter=";"))
    head = list(rows[0])
    kind, row_name = (next(h for h in head if h.lower() in names) for names in ({"id"}, {"row", "rij"}))

    def written(indicator: str) -> dict[str, str]:
        found = {}
        for row in rows:
            if row[kind] == indicator and row[row_name]:
                found[row[row_name]] = next(v for h, v in row.items() if h.lower() in ("value", "waarde"))
        return found

    forms = Counter(
        form
        for form, finished in second.execute(
            "SELECT contact_form, finished_at FROM visit WHERE status = 'uitgevoerd' AND _deleted = 0"
        )
        if str(finished).startswith(month)
    )
    urgencies = Counter(
        urgency for urgency, received in second.execute("SELECT urgency, received_at FROM signal WHERE _deleted = 0")
        if str(received).startswith(month)
    )  # fmt: skip
    words = {
        "huisbezoek": "Huisbezoek",
        "telefoon": "Telefoon",
        "wandeling": "Wandeling",
        "locatie": "Op locatie",
        "digitaal": "Digitaal",
    }
    shown = 0
    for counts, indicator, label in (
        (forms, "B10", words),
        (urgencies, "S04", {"U1": "Spoed", "U2": "Hoog", "U3": "Gewoon", "U4": "Informatie", "U0": "Nu"}),
    ):
        table = written(indicator)
        assert counts
        for code, count in counts.items():
            value = table[label[code]]
            if value.isdigit():
                assert int(value) == count
                assert count == 0 or count >= 5
                shown += 1
            else:
                assert value in ("", "<5", "afgeschermd"), value
        total = table.get("Totaal", "")
        if total.isdigit():
            assert int(total) == sum(counts.values())
            hidden = [count for code, count in counts.items() if not table[label[code]].isdigit()]
            assert not hidden or (len(hidden) >= 2 and sum(hidden) >= 5), "a hidden number can be worked out"
    assert shown, "nothing was shown, so nothing was recounted"


def test_xlsx_and_pdf_of_the_month_open_again(out: Path) -> None:
    assert len(load_workbook(io.BytesIO((out / "month.xlsx").read_bytes())).sheetnames) >= 2
    assert len(pypdfium2.PdfDocument((out / "month.pdf").read_bytes())) >= 3


def test_no_name_street_note_or_id_is_in_the_sync_folder_the_vault_bytes_or_any_file_name(out: Path) -> None:
    nurse = raw(out, NURSE)
    people = nurse.execute("SELECT id, family_name, street, given_name FROM person").fetchall()
    notes = [row[0] for row in nurse.execute("SELECT text FROM referral_note") if row[0]]
    facts = [row[0] for row in nurse.execute("SELECT facts FROM signal") if row[0]]
    nurse.close()
    words = {word for row in people for word in row if word and len(word) >= 6}
    words |= {word.strip(".,") for text in (*notes, *facts) for word in text.split() if len(word) >= 9}
    assert len(words) > 150
    needles = [word.encode("utf-8") for word in words]
    places = [path for path in (out / "uitwisseling").rglob("*") if path.is_file()]
    places += [path for name in (NURSE, WELFARE) for path in (out / name).iterdir()]
    places += [path for path in out.parent.rglob("*.log*") if path.is_file()]
    assert any(path.suffix == ".vault" for path in places) and len(places) > 10
    for path in places:
        content = path.read_bytes()
        found = [needle for needle in needles if needle in content]
        assert not found, (path.name, found[:3])
    for path in out.parent.rglob("*"):
        assert not any(word in path.name for word in words), path.name


def test_the_read_model_has_every_table_and_no_word_of_a_person(out: Path) -> None:
    folder = out / "verzameling"
    assert {"person.csv", "visit.csv", "score.csv", "referral.csv", "veldwerk.sqlite"} <= {
        path.name for path in folder.iterdir()
    }
    people = list(csv.DictReader(io.StringIO((folder / "person.csv").read_text("utf-8-sig")), delimiter=";"))
    assert len(people) > 80
    nurse = raw(out, NURSE)
    names = {row[0] for row in nurse.execute("SELECT family_name FROM person") if len(row[0]) >= 7}
    ids = {row[0] for row in nurse.execute("SELECT id FROM person")}
    nurse.close()
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert not [word for word in ids if word.encode() in content]
    text = (folder / "person.csv").read_text("utf-8-sig")
    assert not [name for name in names if name in text]
