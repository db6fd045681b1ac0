"""`veldwerk sync` and `veldwerk members` as scripts use them: JSON, sentences with codes, exit codes that tell the truth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.places import PASSPHRASE, add_person, make_place
from veldwerk import texts
from veldwerk.app.workplace import open_workplace
from veldwerk.cli.main import cli
from veldwerk.services.access import Role
from veldwerk.store.slots import slots_path


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A command chooses its language; the next test should not find it."""
    yield
    texts.set_language("nl")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Vaults of a nurse with one person, and of a welfare worker."""
    nurse = make_place(tmp_path / "a", forms=False)
    welfare = make_place(tmp_path / "b", Role.WELFARE, "Karim Haddad", forms=False)
    add_person(nurse.work)
    for place in (nurse, welfare):
        place.work.close()
        (place.path.parent / "wachtwoord").write_text(PASSPHRASE + "\n", "utf-8")
    (tmp_path / "usb").mkdir()
    return nurse.path, welfare.path


def on(vault: Path, *args: object, language: str = "nl", given: str = "") -> Result:
    words = [
        "--vault",
        vault,
        "--passphrase-file",
        vault.parent / "wachtwoord",
        "--language",
        language,
        *args,
    ]
    return CliRunner().invoke(cli, [str(word) for word in words], input=given)


def data(vault: Path, *args: object, code: int = 0) -> Any:
    said = on(vault, *args, "--json")
    assert said.exit_code == code, said.output
    return json.loads(said.stdout)


def joined(pair: tuple[Path, Path], store: Path) -> dict[str, Any]:
    """Both in one team, by text; what `members invite` said."""
    nurse, welfare = pair
    assert on(nurse, "members", "found", "--store", store).exit_code == 0
    asked = data(welfare, "members", "request")
    (store.parent / "verzoek.txt").write_text("Hoi!\n" + asked["text"], "utf-8")
    looked = data(nurse, "members", "look", store.parent / "verzoek.txt")
    assert looked["words"] == asked["words"]
    invited = data(
        nurse, "members", "invite", store.parent / "verzoek.txt", "--space", "kaart", "--space", "casus",
        "--words", asked["words"].upper(),
    )  # fmt: skip
    (store.parent / "uitnodiging.txt").write_text(invited["text"], "utf-8")
    assert data(welfare, "members", "accept", store.parent / "uitnodiging.txt")["spaces"] == [
        "casus",
        "kaart",
    ]
    return invited  # type: ignore[no-any-return]  # JSON


def test_a_team_from_the_command_line_by_text(pair: tuple[Path, Path], tmp_path: Path) -> None:
    nurse, welfare = pair
    joined(pair, tmp_path / "usb")
    assert data(nurse, "sync")["ok"]
    got = data(welfare, "sync", "--store", tmp_path / "usb")
    assert got["ok"]
    assert sum(one["received"] for one in got["spaces"]) > 0
    data(nurse, "sync")
    listed = data(nurse, "members", "list")["members"]
    karim = next(one for one in listed if one["name"] == "Karim Haddad")
    assert karim["last_heard"]
    assert karim["spaces"]["casus"] == {"role": "member", "removed": False}
    assert sum(1 for one in listed if one["me"]) == 1
    assert any(
        one["name"] == "Karim Haddad"
        for space in data(nurse, "sync")["spaces"]
        for one in space["received_by"]
    )


def test_other_words_than_those_of_the_request_let_nobody_in(pair: tuple[Path, Path], tmp_path: Path) -> None:
    nurse, welfare = pair
    assert on(nurse, "members", "found", "--store", tmp_path / "usb").exit_code == 0
    assert on(welfare, "members", "request", "--out", tmp_path / "verzoek").exit_code == 0
    refused = on(
        nurse, "members", "invite", tmp_path / "verzoek", "--space", "casus", "--words", "een twee drie vier"
    )
    assert refused.exit_code == 1
    assert "acht woorden" in refused.stderr
    assert len(data(nurse, "members", "list")["members"]) == 1


def test_taking_access_away_asks_first_and_what_is_left_is_taken_over(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    nurse, welfare = pair
    joined(pair, tmp_path / "usb")
    dev = next(one["device"] for one in data(nurse, "members", "list")["members"] if not one["me"])
    assert on(nurse, "members", "revoke", dev, given="n\n").exit_code == 1
    assert not any(
        m["removed"] for one in data(nurse, "members", "list")["members"] for m in one["spaces"].values()
    )
    gone = data(nurse, "members", "revoke", dev[:6], "--yes")
    assert gone["spaces"] == ["casus", "kaart"]
    data(nurse, "sync")
    departed = data(welfare, "sync", "--store", tmp_path / "usb", code=1)
    assert departed["departed"]
    assert on(welfare, "members", "list").exit_code == 1
    data(nurse, "sync")
    removed = data(nurse, "members", "list")["removed"]
    assert all(one["left_at"] for one in removed)
    assert data(nurse, "members", "take-over", dev)["changes"] >= 0
    assert on(nurse, "members", "take-over", "ffff").exit_code == 1


def test_a_role_is_changed_and_the_last_administrator_stays_one(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    nurse, welfare = pair
    joined(pair, tmp_path / "usb")
    data(welfare, "sync", "--store", tmp_path / "usb")
    listed = data(nurse, "members", "list")["members"]
    me, other = (next(one["device"] for one in listed if one["me"] is mine) for mine in (True, False))
    refused = on(nurse, "members", "role", me, "member")
    assert refused.exit_code == 1
    assert "laatste laptop die anderen kan toelaten" in refused.stderr
    assert data(nurse, "members", "role", other, "admin") == {
        "device": other, "role": "admin", "spaces": ["casus", "kaart"],
    }  # fmt: skip
    data(nurse, "sync")
    data(welfare, "sync")
    assert data(welfare, "members", "role", me[:6], "reader", "--space", "casus")["spaces"] == ["casus"]
    data(welfare, "sync")
    data(nurse, "sync")
    mine = next(one for one in data(nurse, "members", "list")["members"] if one["me"])
    assert mine["spaces"]["casus"]["role"] == "reader"
    assert mine["spaces"]["kaart"]["role"] == "admin"


def test_two_people_erase_somebody_for_good_and_read_what_may_be_left(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    nurse, welfare = pair
    joined(pair, tmp_path / "usb")
    data(nurse, "sync")
    data(welfare, "sync", "--store", tmp_path / "usb")
    with open_workplace(nurse, PASSPHRASE) as work:
        person = work.services.people.lines(work.actor)[0].id
    assert data(nurse, "person", "erase", "--standing") == {"spaces": []}
    request = data(nurse, "person", "erase", person)["request"]
    own = on(nurse, "person", "erase", "--agree", request, "--yes")
    assert own.exit_code == 1
    assert "zelf" in own.stderr
    data(nurse, "sync")
    data(welfare, "sync")
    (asked,) = data(welfare, "person", "erase", "--list")["requests"]
    assert (asked["request"], asked["person"], asked["mine"]) == (request, person, False)
    assert asked["records"] == {"person": 1}
    assert "Meer" not in on(welfare, "person", "erase", "--list").stdout
    assert on(welfare, "person", "erase", "--agree", request, given="n\n").exit_code == 1
    assert data(welfare, "person", "erase", "--agree", request, "--yes")["records"] == 1
    data(welfare, "sync")
    (left,) = data(welfare, "person", "erase", "--standing")["spaces"]
    assert (left["space"], left["done"], left["not_confirmed"]) == ("casus", False, ["Sanne de Boer"])
    for _round in range(3):
        data(nurse, "sync")
        data(welfare, "sync")
    assert data(welfare, "person", "erase", "--standing")["spaces"][0]["done"]
    said = on(welfare, "person", "erase", "--standing").stdout
    assert "Van Veldwerk staat er niets meer." in said
    assert "Nextcloud" in said
    with open_workplace(nurse, PASSPHRASE) as work:
        assert work.services.people.lines(work.actor) == []


@pytest.mark.parametrize("given", [(), ("--list", "--standing"), ("x", "--list")])
def test_erasing_wants_one_thing_to_do(pair: tuple[Path, Path], given: tuple[str, ...]) -> None:
    assert on(pair[0], "person", "erase", *given).exit_code == 2


def test_r28_after_a_restore_it_shows_what_differs_and_sends_nothing_before_somebody_says_so(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    nurse, _welfare = pair
    joined(pair, tmp_path / "usb")
    data(nurse, "sync")
    copies = tmp_path / "kopie"
    assert on(nurse, "vault", "backup", "--to", copies).exit_code == 0
    with open_workplace(nurse, PASSPHRASE) as work:
        add_person(work, family_name="Daarna")
    data(nurse, "sync")
    nurse.rename(nurse.with_suffix(".weg"))
    slots_path(nurse).rename(tmp_path / "weg.keys")
    (copy,) = (one for one in copies.iterdir() if one.suffix != ".keys")
    assert on(nurse, "vault", "restore", copy).exit_code == 0
    before = {one: one.read_bytes() for one in (tmp_path / "usb").rglob("*") if one.is_file()}
    refused = on(nurse, "sync")
    assert refused.exit_code == 1
    assert "reservekopie" in refused.stderr
    compared = data(nurse, "sync", "compare")["spaces"]
    casus = next(one for one in compared if one["space"] == "casus")
    assert (casus["restored"], casus["ahead"], casus["older"]) == (True, 1, False)
    assert before == {one: one.read_bytes() for one in (tmp_path / "usb").rglob("*") if one.is_file()}
    assert "teruggezet uit een reservekopie" in on(nurse, "sync", "compare").stdout
    assert data(nurse, "sync", "--after-restore")["ok"]
    with open_workplace(nurse, PASSPHRASE) as work:
        assert len(work.services.people.lines(work.actor)) == 2


def test_what_is_lost_for_good_is_passed_over_by_an_administrator(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    nurse, welfare = pair
    joined(pair, tmp_path / "usb")
    data(nurse, "sync")
    data(welfare, "sync", "--store", tmp_path / "usb")
    assert data(nurse, "sync", "stuck") == {"stuck": []}
    with open_workplace(welfare, PASSPHRASE) as work:
        add_person(work, family_name="Kwijt")
    data(welfare, "sync")
    dev = next(one["device"] for one in data(nurse, "members", "list")["members"] if not one["me"])
    newest = max((tmp_path / "usb").glob(f"*/dev/{dev}.*/cs/*"), key=lambda one: one.stat().st_mtime_ns)
    newest.write_bytes(b"rommel")
    data(nurse, "sync", code=1)
    (waits,) = data(nurse, "sync", "stuck")["stuck"]
    assert (waits["space"], waits["name"], waits["removed"]) == ("casus", "Karim Haddad", False)
    assert on(nurse, "sync", "skip", "casus", waits["stream"], given="n\n").exit_code == 1
    assert on(nurse, "sync", "skip", "kaart", waits["stream"], "--yes").exit_code == 1
    assert data(nurse, "sync", "skip", "casus", waits["stream"], "--yes")["space"] == "casus"
    assert data(nurse, "sync")["ok"]
    assert data(nurse, "sync", "stuck") == {"stuck": []}


def test_a_store_that_is_gone_is_a_sentence_with_a_code_and_exit_code_1(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    nurse, _welfare = pair
    joined(pair, tmp_path / "usb")
    (tmp_path / "usb").rename(tmp_path / "weg")
    said = on(nurse, "sync")
    assert said.exit_code == 1
    assert "[store-missing]" in said.stdout
    assert "Dossiers van het team" in said.stdout or "Sociale kaart" in said.stdout
    english = on(nurse, "sync", language="en")
    assert "[store-missing]" in english.stdout
    assert english.stdout != said.stdout
    told = data(nurse, "sync", code=1)
    assert not told["ok"]
    assert told["spaces"][0]["problems"][0]["code"] == "store-missing"


def test_without_a_team_nothing_is_exchanged_and_it_says_so(pair: tuple[Path, Path], tmp_path: Path) -> None:
    said = on(pair[0], "sync", "--store", tmp_path / "usb")
    assert said.exit_code == 1
    assert "nog niet bij een team" in said.stdout


def test_a_stick_is_used_once_and_the_place_stays(pair: tuple[Path, Path], tmp_path: Path) -> None:
    nurse, _welfare = pair
    joined(pair, tmp_path / "usb")
    data(nurse, "sync")
    (tmp_path / "usb").rename(tmp_path / "stick")
    assert data(nurse, "sync", "--once", "--store", tmp_path / "stick")["ok"]
    (tmp_path / "stick").rename(tmp_path / "usb")
    assert data(nurse, "sync")["ok"]


def test_passwords_come_from_a_file_and_never_from_an_argument(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    nurse, _welfare = pair
    (tmp_path / "geheim.json").write_text('{"user": "x", "wachtwoord": "y"}', "utf-8")
    refused = on(
        nurse, "sync", "--store", "https://127.0.0.1:1/dav", "--store-secret", tmp_path / "geheim.json"
    )
    assert refused.exit_code == 1
    assert "geheim.json" in refused.stderr
    assert on(nurse, "sync", "--password", "geheim").exit_code == 2
    assert on(nurse, "sync", "--store", "https://x:geheim@127.0.0.1/dav").exit_code == 1
