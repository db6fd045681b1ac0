"""What goes wrong around a command is one Dutch sentence and exit code 1: never a traceback, never what was typed."""

from __future__ import annotations

import errno
import importlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.places import PASSPHRASE, make_place
from veldwerk.cli.frame import sentences
from veldwerk.cli.main import cli
from veldwerk.cli.month import _period
from veldwerk.domain.errors import UserError
from veldwerk.system import paths


def run(*words: str | Path, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], input=given)


def one_sentence(said: Result) -> str:
    """The only line on standard error."""
    assert said.exit_code == 1, said.output
    assert isinstance(said.exception, SystemExit) and said.stdout == ""
    (line,) = said.stderr.strip().splitlines()
    assert "Traceback" not in line
    return line


def told(error: Exception, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended, sentences():
        raise error
    assert ended.value.code == 1
    return capsys.readouterr().err.strip()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "schijf is vol"),
        (errno.EROFS, "alleen worden gelezen"),
        (errno.EACCES, "mag hier niet"),
        (errno.ENOTDIR, "is er niet: brief.pdf"),
        (errno.EIO, "kan niet worden gebruikt: brief.pdf"),
    ],
)
def test_an_error_of_the_disk_names_the_file_and_not_its_folder(
    number: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(OSError(number, "x", "/thuis/mevrouw-jansen/brief.pdf"), capsys)
    assert words in said and "jansen" not in said


@pytest.mark.parametrize("error", [KeyError("mevrouw Jansen"), RecursionError(), ConnectionResetError()])
def test_a_bug_tells_its_kind_and_nothing_that_was_typed(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(error, capsys)
    assert type(error).__name__ in said and "Jansen" not in said


def test_half_a_character_in_a_sentence_can_still_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(UserError("Step {number} is not one this command knows.", number="\ud800"), capsys)


@pytest.mark.parametrize("given", ["[" * 100_000, '{"duur_mnd": ' + "9" * 5000 + "}"])
def test_json_that_cannot_be_taken_in_is_a_file_that_cannot_be_read(given: str) -> None:
    assert "kan niet worden gelezen" in one_sentence(run("advise", given=given))


def test_json_with_half_a_character_is_told_as_that() -> None:
    assert "half teken" in one_sentence(run("advise", given='{"wens": "\\ud800"}'))


def test_steps_of_a_form_with_half_a_character(tmp_path: Path) -> None:
    steps = tmp_path / "stappen.json"
    steps.write_text('[{"answer": ["/data/a", "\\udfff"]}]', "utf-8")
    form = sorted(paths.forms().glob("*.xlsx"))[0]
    assert "stappen.json" in one_sentence(run("form", "fill", form, "--steps", steps))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00w", b""])
def test_a_passphrase_that_is_no_text(tmp_path: Path, content: bytes) -> None:
    place = make_place(tmp_path, forms=False)
    place.work.close()
    (tmp_path / "wachtwoord").write_bytes(content)
    said = run("--vault", place.path, "--passphrase-file", tmp_path / "wachtwoord", "vault", "check")
    assert "wachtwoord" in one_sentence(said)


def test_a_folder_that_is_not_there_and_a_file_used_as_one(tmp_path: Path) -> None:
    place = make_place(tmp_path, forms=False)
    place.work.close()
    phrase = tmp_path / "wachtwoord"
    phrase.write_text(PASSPHRASE, "utf-8")
    on = ("--vault", place.path, "--passphrase-file", phrase)
    assert "nope" in one_sentence(run(*on, "members", "request", "--out", tmp_path / "nope" / "x"))
    assert one_sentence(run(*on, "month", "2026-11", "--out", phrase / "maand"))


def test_a_place_to_exchange_is_remembered_only_when_it_works(tmp_path: Path) -> None:
    place = make_place(tmp_path, forms=False)
    place.work.close()
    phrase = tmp_path / "wachtwoord"
    phrase.write_text(PASSPHRASE, "utf-8")
    on = ("--vault", place.path, "--passphrase-file", phrase)
    for address in ("foo://x", "s3://emmer", "https://anna:geheim@cloud.example/dav", str(tmp_path / "weg")):
        assert "geheim" not in one_sentence(run(*on, "sync", "--store", address))
    assert "Kies eerst een plek" in one_sentence(run(*on, "sync"))
    (tmp_path / "stick").mkdir()
    run(*on, "members", "found", "--store", tmp_path / "stick")
    assert run(*on, "sync", "--json").exit_code == 0


@pytest.mark.parametrize(
    "text",
    [
        "2026-1",
        "26-11",
        "2026-13",
        "2026-00",
        "1899-12",
        "2200-01",
        "٢٠٢٦-11",
        "²026-11",
        "2026-11\n",
        " 2026-11",
    ],
)
def test_a_month_is_four_digits_a_dash_and_two(text: str) -> None:
    with pytest.raises(UserError) as refused:
        _period(text)
    assert refused.value.code == "bad-month"


def test_the_first_and_last_month_that_can_be_asked() -> None:
    assert (_period("1900-01"), _period("2199-12")) == ((1900, 1), (2199, 12))


SMALL = ("demo", "--no-window", "--people", "2", "--years", "1")


def test_a_practice_vault_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "oefen.vault"
    working = tmp_path / "oefen-wordt-gemaakt.vault"
    for ending in ("", "-wal", "-shm", ".keys", ".lock"):
        working.with_name(working.name + ending).write_bytes(b"of an earlier kill")
    beside = tmp_path / "oefen.vault-van-mij"
    beside.write_text("blijft")
    seen: list[bool] = []

    def killed(*_args: object, **_more: object) -> None:
        seen.append(place.exists() or not working.exists())
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(importlib.import_module("veldwerk.demo.generate"), "generate", killed)
        assert run("--vault", place, *SMALL).exit_code == 1
    assert seen == [False]
    assert sorted(path.name for path in tmp_path.iterdir()) == [beside.name]
    made = run("--vault", place, *SMALL, "--json")
    assert made.exit_code == 0, made.output
    again = run("--vault", place, *SMALL, "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["counts"]["person"] == 2
    assert not list(tmp_path.glob("*wordt-gemaakt*"))


def test_a_kill_between_the_two_names_is_mended_and_a_strange_key_file_is_left(tmp_path: Path) -> None:
    place = tmp_path / "oefen.vault"
    keys = tmp_path / "oefen.vault.keys"
    keys.write_bytes(b"of another vault")
    assert "kluis" in one_sentence(run("--vault", place, *SMALL))
    assert keys.read_bytes() == b"of another vault" and not place.exists()
    (tmp_path / "oefen-wordt-gemaakt.vault").write_bytes(b"whole, but not yet named")
    assert run("--vault", place, *SMALL).exit_code == 0
    assert place.exists()


def test_what_is_no_practice_vault_is_not_called_one(tmp_path: Path) -> None:
    place = make_place(tmp_path, forms=False)
    place.work.close()
    before = place.path.read_bytes()
    assert "geen oefenkluis" in one_sentence(run("--vault", place.path, *SMALL))
    assert place.path.read_bytes() == before
    (tmp_path / "tekst.vault").write_text("geen kluis")
    assert one_sentence(run("--vault", tmp_path / "tekst.vault", *SMALL))
