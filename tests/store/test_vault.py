"""Opening a vault: every way it can fail has its own sentence, tried on the real condition, and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.making import PASSPHRASE, Desk
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.store import backup, driver, migrations, slots
from veldwerk.store.vault import create, open_vault
from veldwerk.system.folders import require_local

ANNA = Person(id="p1", family_name="Dörsson", street="Kerkstraat")


def refused(call: Callable[[], object]) -> str:
    """The code of the sentence that `call` ends with."""
    with pytest.raises(UserError) as caught:
        call()
    assert str(caught.value)
    return caught.value.code


def try_open(one: Desk, **secret: str) -> str:
    return refused(lambda: open_vault(one.path, one.around, **(secret or {"passphrase": PASSPHRASE})))


def holds_anna(one: Desk) -> bool:
    row = one.vault.read(lambda r: r.get("person", "p1"))
    return row is not None and row["family_name"] == "Dörsson"


@pytest.fixture
def closed(one: Desk) -> Desk:
    """A vault with one person, closed."""
    one.add(ANNA)
    one.vault.close()
    return one


def test_it_opens_with_the_passphrase_and_with_the_recovery_sheet(closed: Desk) -> None:
    with open_vault(closed.path, closed.around, passphrase=PASSPHRASE) as vault:
        assert vault.read(lambda r: r.counts()["person"]) == 1
    typed = closed.recovery.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    with open_vault(closed.path, closed.around, recovery=typed) as vault:
        assert vault.read(lambda r: r.counts()["person"]) == 1


def test_a_wrong_secret_and_a_damaged_vault_are_told_apart(closed: Desk) -> None:
    assert try_open(closed, passphrase="zeven groene fietse") == "wrong-passphrase"
    assert try_open(closed, recovery="AAAA-" * 7 + "AAAA") == "wrong-recovery-key"
    assert try_open(closed, recovery="te kort") == "wrong-recovery-key"
    with closed.path.open("r+b") as file:
        file.seek(100)
        byte = file.read(1)
        file.seek(100)
        file.write(bytes([byte[0] ^ 1]))
    assert try_open(closed) == "damaged-vault"


@pytest.mark.parametrize("length", [0, 1, 4096, -1, -4096])
def test_a_cut_off_file_is_damaged_not_empty(closed: Desk, length: int) -> None:
    whole = closed.path.read_bytes()
    closed.path.write_bytes(whole[:length])
    assert try_open(closed) == "damaged-vault"
    assert closed.path.read_bytes() == whole[:length], "what is left stays as it was"
    closed.path.write_bytes(whole)
    closed.vault = open_vault(closed.path, closed.around, passphrase=PASSPHRASE)
    assert holds_anna(closed)


def test_a_file_that_is_no_vault_is_damaged(closed: Desk) -> None:
    closed.path.write_bytes(os.urandom(8192))
    assert try_open(closed) == "damaged-vault"


def test_no_vault_no_key_file_broken_key_file(closed: Desk) -> None:
    keys = slots.slots_path(closed.path)
    content = keys.read_bytes()
    keys.write_bytes(content[:-10])
    assert try_open(closed) == "damaged-key-file"
    keys.write_text(json.dumps({"format": 1, "vault": "x", "slots": [{"kind": "passphrase"}]}))
    assert try_open(closed) == "damaged-key-file"
    keys.unlink()
    assert try_open(closed) == "missing-key-file"
    keys.write_bytes(content)
    closed.path.rename(closed.path.with_name("elders.vault"))
    assert try_open(closed) == "no-vault"


def test_a_key_file_that_asks_for_all_memory_is_damaged(closed: Desk) -> None:
    keys = slots.slots_path(closed.path)
    data = json.loads(keys.read_text())
    data["slots"][0]["kdf"]["memory_kib"] = 2**40
    keys.write_text(json.dumps(data))
    assert try_open(closed) == "damaged-key-file"


def test_one_program_at_a_time(one: Desk) -> None:
    assert try_open(one) == "vault-in-use"
    one.reopen()


def test_another_program_that_holds_the_file_is_named_as_such(one: Desk) -> None:
    other = driver.connect(one.path, one.vault.key, wipe_memory=False)
    one.vault.raw(lambda c: c.execute("PRAGMA busy_timeout=50"))
    other.execute("BEGIN IMMEDIATE")
    try:
        assert refused(lambda: one.add(ANNA)) == "vault-in-use"
    finally:
        other.execute("ROLLBACK")
        other.close()
    one.add(ANNA)
    assert holds_anna(one)


def test_a_failed_opening_lets_go_of_the_lock(closed: Desk) -> None:
    whole = closed.path.read_bytes()
    closed.path.write_bytes(whole[:5000])
    assert try_open(closed) == "damaged-vault"
    closed.path.write_bytes(whole)
    closed.vault = open_vault(closed.path, closed.around, passphrase=PASSPHRASE)


def test_a_cloud_folder_is_refused_before_anything_is_made(one: Desk, tmp_path: Path) -> None:
    cloud = tmp_path / "Dropbox" / "werk"
    cloud.mkdir(parents=True)
    around = replace(one.around, check_folder=require_local)
    assert (
        refused(lambda: create(cloud / "a.vault", PASSPHRASE, around, spaces=["casus"])) == "vault-in-cloud"
    )
    assert list(cloud.iterdir()) == []


def test_an_existing_vault_is_never_overwritten(closed: Desk) -> None:
    before = closed.path.read_bytes()
    assert refused(lambda: create(closed.path, PASSPHRASE, closed.around, spaces=[])) == "vault-exists"
    assert closed.path.read_bytes() == before


@pytest.mark.parametrize("reached", ["database", "keys"])
def test_being_killed_while_making_one_leaves_room_to_make_it(
    one: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reached: str
) -> None:
    path = tmp_path / "half.vault"

    class Killed(BaseException):
        pass

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("veldwerk.store.vault._remove", lambda *_: None)
        if reached == "database":
            patch.setattr("veldwerk.store.vault._write_slots", kill)
        else:
            patch.setattr(Path, "rename", kill)
        with pytest.raises(Killed):
            create(path, PASSPHRASE, one.around, spaces=["casus"])
    assert refused(lambda: open_vault(path, one.around, passphrase=PASSPHRASE)) == "no-vault"
    create(path, "andere zin", one.around, spaces=["casus"])[0].close()
    open_vault(path, one.around, passphrase="andere zin").close()
    assert sorted(p.name for p in tmp_path.glob("half*") if p.suffix != ".lock") == [
        "half.vault",
        "half.vault.keys",
    ]


def test_the_key_file_of_a_lost_vault_is_not_overwritten(closed: Desk) -> None:
    closed.path.rename(closed.path.with_name("elders.vault"))
    assert refused(lambda: create(closed.path, PASSPHRASE, closed.around, spaces=[])) == "vault-exists"


def test_a_passphrase_must_be_one(one: Desk, tmp_path: Path) -> None:
    assert (
        refused(lambda: create(tmp_path / "b.vault", " a ", one.around, spaces=[])) == "passphrase-too-short"
    )


def test_a_vault_of_a_newer_program_is_left_alone(closed: Desk) -> None:
    key = open_key(closed)
    connection = driver.connect(closed.path, key, wipe_memory=False)
    connection.execute(f"PRAGMA user_version = {len(migrations.STEPS) + 1}")
    connection.close()
    assert try_open(closed) == "newer-vault"


def open_key(closed: Desk) -> bytes:
    place = slots.slots_path(closed.path)
    return slots.unlock(slots.read(place), slots.PASSPHRASE, PASSPHRASE, place.name)


def test_changing_the_passphrase_rewrites_one_slot_and_not_the_vault(closed: Desk) -> None:
    keys = slots.slots_path(closed.path)
    data = json.loads(keys.read_text())
    data["slots"].append({"kind": "organisation", "for": "age1…"})
    keys.write_text(json.dumps(data))
    with open_vault(closed.path, closed.around, passphrase=PASSPHRASE) as vault:
        assert refused(lambda: vault.change_passphrase("fout", "nieuwe zin")) == "wrong-passphrase"
        vault.change_passphrase(PASSPHRASE, "nieuwe zin")
    assert try_open(closed) == "wrong-passphrase"
    open_vault(closed.path, closed.around, passphrase="nieuwe zin").close()
    open_vault(closed.path, closed.around, recovery=closed.recovery).close()
    kinds = [slot["kind"] for slot in json.loads(keys.read_text())["slots"]]
    assert sorted(kinds) == ["organisation", "passphrase", "recovery"]


def test_a_new_recovery_sheet_ends_the_old_one(closed: Desk) -> None:
    with open_vault(closed.path, closed.around, recovery=closed.recovery) as vault:
        fresh = vault.new_recovery_key()
        vault.set_passphrase("na herstel")
    assert try_open(closed, recovery=closed.recovery) == "wrong-recovery-key"
    open_vault(closed.path, closed.around, recovery=fresh).close()
    open_vault(closed.path, closed.around, passphrase="na herstel").close()


def test_composed_and_decomposed_letters_are_the_same_passphrase(one: Desk, tmp_path: Path) -> None:
    path = tmp_path / "c.vault"
    create(path, "caf\u00e9 op zee", one.around, spaces=["casus"])[0].close()
    open_vault(path, one.around, passphrase="cafe\u0301 op zee").close()


def test_a_full_disk_loses_nothing_and_reading_goes_on(one: Desk) -> None:
    """The same error as a full disk (SQLITE_FULL), by a limit on pages."""
    one.add(ANNA)
    pages = one.vault.raw(lambda c: c.execute("PRAGMA page_count").fetchone()[0])
    one.vault.raw(lambda c: c.execute(f"PRAGMA max_page_count = {pages}"))

    def much() -> object:
        return one.write("person", "p2", {"alerts": "x" * 100_000})

    assert refused(much) == "disk-full"
    assert holds_anna(one)
    one.vault.raw(lambda c: c.execute("PRAGMA max_page_count = 1000000"))
    much()
    assert one.vault.read(lambda r: r.counts()["person"]) == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> object:
    """A real file system of 3 MB, where mounting one is allowed."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True, check=False) if sys.platform == "linux" else None  # fmt: skip
    if done is None or done.returncode:
        pytest.skip("mounting a small file system needs root on Linux")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_really_full(make: Callable[..., Desk], one: Desk, small_disk: Path) -> None:
    path = small_disk / "a.vault"
    vault, _ = create(path, PASSPHRASE, one.around, spaces=["casus"])
    desk = replace(one, path=path, vault=vault)
    saved = 0

    def fill() -> None:
        nonlocal saved
        while True:
            desk.write("person", f"p{saved}", {"alerts": os.urandom(20_000).hex()})
            saved += 1

    try:
        assert refused(fill) == "disk-full"
        assert saved > 3
        assert vault.read(lambda r: r.counts()["person"]) == saved
    finally:
        vault.close()
    with open_vault(path, one.around, passphrase=PASSPHRASE) as again:
        assert again.read(lambda r: r.counts()["person"]) == saved


def test_making_a_vault_on_a_full_disk_leaves_nothing_behind(one: Desk, small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(3_000_000))
    assert refused(lambda: create(small_disk / "a.vault", PASSPHRASE, one.around, spaces=[])) == "disk-full"
    assert [p.name for p in small_disk.iterdir() if p.suffix != ".lock"] == ["ballast"]


READ_ONLY = """
import os, shutil, sys
from pathlib import Path
from dataclasses import replace
from veldwerk.domain.errors import UserError
from veldwerk.store.vault import create, open_vault, Surroundings
from veldwerk.system.clock import SystemClock
from veldwerk.system.ids import SystemIds
clock = SystemClock()
around = Surroundings(clock, SystemIds(clock), wipe_memory=False)
path = Path(sys.argv[1])
if hasattr(os, "geteuid") and os.geteuid() == 0:  # for root permissions do not count
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for call in (lambda: open_vault(path, around, passphrase=sys.argv[2]),
             lambda: create(path.with_name("new.vault"), "een zin", around, spaces=[])):
    try:
        call()
        print("opened")
    except UserError as error:
        print(error.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows folders have no permission bits to take away")
def test_a_read_only_folder_is_named(closed: Desk) -> None:
    """As an ordinary user, for whom permissions count."""
    folder = closed.path.parent
    for place in (folder, *folder.iterdir()):
        place.chmod(0o555 if place.is_dir() else 0o444)
    try:
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o005:
                parent.chmod(parent.stat().st_mode | 0o005)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(closed.path), PASSPHRASE],
            capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": "src"},
        )  # fmt: skip
    finally:
        for place in (folder, *folder.iterdir()):
            place.chmod(0o755)
    assert done.stdout.split() == ["vault-read-only", "vault-read-only"], done.stderr


def test_memory_is_wiped_and_nothing_is_said_on_errors(closed: Desk) -> None:
    """In a process of its own: wiping, once on, stays on."""
    code = (
        "import sys; from pathlib import Path; from veldwerk.store import driver\n"
        "c = driver.connect(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))\n"
        "for name in ('cipher_memory_security', 'journal_mode', 'synchronous', 'secure_delete', 'trusted_schema'):\n"
        "    print(c.execute('PRAGMA ' + name).fetchone()[0])\n"
        "w = driver.connect(Path(sys.argv[1]), bytes(32))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(closed.path), open_key(closed).hex()],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": "src"},
    )  # fmt: skip
    assert done.stdout.split() == ["1", "wal", "2", "1", "0"]
    assert "ERROR CORE" not in done.stderr


def test_a_short_key_is_never_taken(closed: Desk) -> None:
    with pytest.raises(AssertionError):
        driver.connect(closed.path, bytes(31))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights of their own there")
def test_a_vault_under_a_second_name_is_the_same_vault(one: Desk, tmp_path: Path) -> None:
    one.add(ANNA)
    (tmp_path / "elders").mkdir()
    other = tmp_path / "elders" / "snelkoppeling.vault"
    other.symlink_to(one.path)
    assert refused(lambda: open_vault(other, one.around, passphrase=PASSPHRASE)) == "vault-in-use"
    one.vault.close()
    with open_vault(other, one.around, passphrase=PASSPHRASE) as vault:
        assert vault.path == one.path.resolve()
    assert list(other.parent.iterdir()) == [other]
    other.unlink()
    other.symlink_to(other)
    assert refused(lambda: open_vault(other, one.around, passphrase=PASSPHRASE)) == "no-vault"


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are others there")
def test_only_the_owner_may_read_vault_key_file_and_backup(one: Desk, tmp_path: Path) -> None:
    one.add(ANNA)
    one.vault.change_passphrase(PASSPHRASE, "een andere zin")
    copy = backup.make(one.vault, tmp_path / "kopie")
    back = backup.restore(copy, tmp_path / "terug.vault", one.around, passphrase="een andere zin")
    for path in (one.path, copy, back.path):
        for file in (path, slots.slots_path(path)):
            assert file.stat().st_mode & 0o777 == 0o600, file.name
    back.close()
