"""The command line as a script uses it: JSON on standard output, one sentence on standard error, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.places import PASSPHRASE, add_person, make_place
from veldwerk.cli.main import cli
from veldwerk.services.access import Role
from veldwerk.system.locks import VaultLock


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A nurse's vault with one person, closed, and its passphrase in a file beside it."""
    place = make_place(tmp_path, forms=False)
    add_person(place.work)
    place.work.close()
    (tmp_path / "wachtwoord").write_text(PASSPHRASE + "\n", "utf-8")
    return place.path


def run(*words: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], input=given)


def on(vault: Path, *words: str | Path) -> Result:
    return run("--vault", vault, "--passphrase-file", vault.parent / "wachtwoord", *words)


def test_a_score_comes_with_its_source_and_says_it_is_no_verdict() -> None:
    answers = {"3": "ja", "4": "ja", "7": "ja", "8": "min_of_meer", "9": "ja", "10": "nee"}
    said = run("instrument", "score", "djg6", given=json.dumps(answers))
    assert said.exit_code == 0
    assert (
        "matig eenzaam" in said.output
        and "De Jong Gierveld" in said.output
        and "geen diagnose" in said.output
    )
    scored = json.loads(run("instrument", "score", "djg6", "--json", given=json.dumps(answers)).stdout)
    assert (scored["total"], scored["subscales"]) == (3, {"emotional": 2, "social": 1})


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("instrument", "score", "djg6"), '{"3": "soms"}'),
        (("instrument", "score", "bestaatniet"), "{}"),
        (("advise",), '{"wens": "misschien"}'),
        (("month", "november", "--out", "x"), None),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_1(words: tuple[str, ...], given: str | None) -> None:
    said = run(*words, given=given)
    assert said.exit_code == 1
    assert len(said.stderr.strip().splitlines()) == 1 and said.stdout == ""


def test_bad_usage_is_exit_code_2() -> None:
    assert run("nietbestaand").exit_code == 2
    assert run("month").exit_code == 2


def test_text_that_is_not_json_is_named_by_line_and_column() -> None:
    said = run("advise", given='{"wens":\n  hulp}')
    assert said.exit_code == 1 and "2" in said.stderr and "3" in said.stderr


def test_advice_gives_why_and_why_not() -> None:
    case = {
        "score_class": "ernstig",
        "typen": ["emotioneel"],
        "duur_mnd": 3,
        "oorzaken": ["verlies_partner"],
        "verlies_mnd": 3,
    }
    case |= {"wens": "hulp", "sociale_behoefte": "ja"}
    advice = json.loads(run("advise", "--json", given=json.dumps(case)).stdout)
    first = advice["suggestions"][0]
    assert first["kind"] == "afwachten"  # within half a year of a loss (order rule O03)
    assert "ontmoeten_activiteit" not in [one["kind"] for one in advice["suggestions"][:1]]
    assert advice["excluded"]


def test_checking_a_vault_gives_digests_of_its_own_spaces(vault: Path) -> None:
    report = json.loads(on(vault, "vault", "check", "--json").stdout)
    assert report["whole"] and set(report["digests"]) == {"kaart", "coalitie", "casus", "zorg"}


def test_a_wrong_passphrase_is_said_in_dutch_and_does_no_harm(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "fout").write_text("niet goed\n", "utf-8")
    said = run("--vault", vault, "--passphrase-file", tmp_path / "fout", "vault", "check")
    assert said.exit_code == 1 and "wachtwoord" in said.stderr.lower()
    assert on(vault, "vault", "check").exit_code == 0


def test_a_passphrase_is_never_taken_from_an_argument() -> None:
    assert run("--passphrase", "geheim", "vault", "check").exit_code == 2


def test_a_backup_put_back_holds_the_same_and_what_stood_there_is_kept(vault: Path, tmp_path: Path) -> None:
    before = json.loads(on(vault, "vault", "check", "--json").stdout)["digests"]
    assert on(vault, "vault", "backup", "--to", tmp_path / "kopie").exit_code == 0
    (copy,) = (tmp_path / "kopie").glob("*.vault")
    assert on(vault, "vault", "restore", copy).exit_code == 0
    assert json.loads(on(vault, "vault", "check", "--json").stdout)["digests"] == before
    assert list(vault.parent.glob("*before-restore*.vault"))


def test_a_restore_that_fails_leaves_the_vault_where_it_was(vault: Path, tmp_path: Path) -> None:
    before = json.loads(on(vault, "vault", "check", "--json").stdout)["digests"]
    (tmp_path / "kapot.vault").write_bytes(b"geen kluis")
    assert on(vault, "vault", "backup", "--to", tmp_path / "kopie").exit_code == 0
    (good,) = (tmp_path / "kopie").glob("*.vault")
    (tmp_path / "fout").write_text("niet goed\n", "utf-8")
    assert on(vault, "vault", "restore", tmp_path / "kapot.vault").exit_code == 1
    assert (
        run("--vault", vault, "--passphrase-file", tmp_path / "fout", "vault", "restore", good).exit_code == 1
    )
    with VaultLock(vault):
        assert on(vault, "vault", "restore", good).exit_code == 1
    assert json.loads(on(vault, "vault", "check", "--json").stdout)["digests"] == before
    assert not list(vault.parent.glob("*restore*"))


def test_the_passphrase_can_be_changed_and_the_recovery_key_opens_a_lost_one(tmp_path: Path) -> None:
    place = make_place(tmp_path, Role.WELFARE, forms=False)
    place.work.close()
    (tmp_path / "wachtwoord").write_text(PASSPHRASE + "\n", "utf-8")
    changed = run(
        "--vault", place.path, "--passphrase-file", tmp_path / "wachtwoord", "vault", "passphrase",
        given="een nieuwe zin\neen nieuwe zin\n",
    )  # fmt: skip
    assert changed.exit_code == 0
    assert on(place.path, "vault", "check").exit_code == 1
    recovered = run(
        "--vault", place.path, "vault", "recover", given=f"{place.recovery}\nweer een zin\nweer een zin\n"
    )
    assert recovered.exit_code == 0, recovered.output
    (tmp_path / "wachtwoord").write_text("weer een zin\n", "utf-8")
    assert on(place.path, "vault", "check").exit_code == 0


def test_the_log_is_verified_and_shows_who_did_what(vault: Path) -> None:
    assert on(vault, "audit", "verify").exit_code == 0
    lines = json.loads(on(vault, "audit", "show", "--json").stdout)
    assert {"add"} <= {line["action"] for line in lines}
    assert "Meer" not in json.dumps(lines)


def test_a_month_is_written_as_three_files(vault: Path, tmp_path: Path) -> None:
    said = on(vault, "month", "2026-11", "--out", tmp_path / "maand", "--json")
    assert said.exit_code == 0
    assert sorted(path.suffix for path in (tmp_path / "maand").iterdir()) == [".csv", ".pdf", ".xlsx"]


def test_two_workers_exchange_through_a_folder_from_the_command_line(tmp_path: Path) -> None:
    store = tmp_path / "usb"
    store.mkdir()
    nurse, welfare = (
        make_place(tmp_path / "a"),
        make_place(tmp_path / "b", Role.WELFARE, "Karim Haddad", forms=False),
    )
    add_person(nurse.work)
    for place in (nurse, welfare):
        place.work.close()
        (place.path.parent / "wachtwoord").write_text(PASSPHRASE + "\n", "utf-8")
    assert on(nurse.path, "members", "found", "--store", store).exit_code == 0
    assert on(welfare.path, "members", "request", "--out", tmp_path / "verzoek").exit_code == 0
    invited = on(
        nurse.path, "members", "invite", tmp_path / "verzoek", "--store", store, "--space", "kaart", "--space", "casus",
        "--out", tmp_path / "uitnodiging",
    )  # fmt: skip
    assert invited.exit_code == 0, invited.output
    assert on(welfare.path, "members", "join", tmp_path / "uitnodiging").exit_code == 0
    sent = json.loads(on(nurse.path, "sync", "--store", store, "--json").stdout)
    got = json.loads(on(welfare.path, "sync", "--store", store, "--json").stdout)
    assert sent["ok"] and got["ok"]
    assert {one["space"] for one in got["spaces"]} == {"kaart", "casus"}
    digests = [
        json.loads(on(p.path, "vault", "check", "--json").stdout)["digests"]["casus"]
        for p in (nurse, welfare)
    ]
    assert digests[0] == digests[1]


def test_the_shipped_forms_have_no_findings_and_a_broken_one_is_named_by_sheet_and_row(
    tmp_path: Path,
) -> None:
    from openpyxl import Workbook

    from veldwerk.system import paths

    assert run("form", "lint", *sorted(paths.forms().glob("*.xlsx"))).exit_code == 0
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (
        ("type", "name", "label", "relevant"),
        ("text", "a", "A", ""),
        ("text", "b", "B", "${a} = nietbestaand(1)"),
    ):
        survey.append(row)
    book.create_sheet("settings").append(("form_title", "form_id"))
    book.save(tmp_path / "fout.xlsx")
    said = run("form", "lint", tmp_path / "fout.xlsx", "--json")
    assert said.exit_code == 1
    found = [one for one in json.loads(said.stdout) if "nietbestaand" in one["message"]]
    assert found and (found[0]["sheet"], found[0]["row"], found[0]["column"]) == ("survey", 3, "relevant")
