"""`veldwerk collect` on a real vault: exit codes, what is said, and nothing of a person in the folder."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from veldwerk.app.workplace import Profile, create_workplace
from veldwerk.cli.main import cli
from veldwerk.domain.people import Person
from veldwerk.services.access import Role

PHRASE = "een lange zin met spaties"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A nurse's vault with one person in it."""
    path = tmp_path / "team" / "anke.vault"
    profile = Profile("", "Anke Terpstra", Role.NURSE, "Thuiszorg Oost")
    work, _ = create_workplace(path, PHRASE, profile, publish_forms=False)
    with work:
        work.services.people.create(
            work.actor,
            family_name="Wouterszoon",
            street="Hazelaarlaan",
            birth_date=date(1941, 5, 6),
            alerts="hond",
        )
        assert work.vault.read(lambda r: r.counts())[Person.KIND] == 1
    return path


def run(vault: Path, *arguments: str, phrase: str = PHRASE) -> Result:
    return CliRunner().invoke(
        cli, ["--vault", str(vault), "--passphrase-file", "-", "collect", *arguments], input=phrase + "\n"
    )


def test_a_folder_is_made_and_described(vault: Path, tmp_path: Path) -> None:
    done = run(vault, "--to", str(tmp_path / "out"), "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["tables"]["person"] == 1
    assert said["to"] == str(tmp_path / "out")
    assert "person_care" in said["left_out"]
    assert "person 1/1" in done.stderr
    content = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    for secret in (b"Wouterszoon", b"Hazelaarlaan", b"1941-05-06", b"hond", b"Anke", PHRASE.encode()):
        assert secret not in content
    again = run(vault, "--to", str(tmp_path / "out"))
    assert again.exit_code == 0
    assert "pseudoniemen" in again.stdout


def test_two_runs_give_one_person_one_pseudonym(vault: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run(vault, "--to", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "a" / "person.csv").read_bytes() == (tmp_path / "b" / "person.csv").read_bytes()


def test_a_mistake_is_one_sentence_and_exit_code_1(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "brief.txt").write_text("x", "utf-8")
    refused = run(vault, "--to", str(tmp_path / "out"))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Kies een lege map" in refused.stderr
    wrong = run(vault, "--to", str(tmp_path / "new"), phrase="verkeerd")
    assert wrong.exit_code == 1
    assert not (tmp_path / "new").exists()
    assert run(vault).exit_code == 2


def test_the_password_of_a_database_is_never_printed(vault: Path) -> None:
    pytest.importorskip("psycopg")
    done = run(vault, "--to", "postgresql://anna:geheim@127.0.0.1:1/cijfers")
    assert done.exit_code == 1
    assert "geheim" not in done.output
