"""Locks, log files, folders of the program, room on the disk."""

import logging
import os
import subprocess
import sys
from enum import Enum
from pathlib import Path

import pytest

from veldwerk.domain.errors import UserError
from veldwerk.system import disk, logs, paths
from veldwerk.system.locks import VaultLock

HOLDER = """
import sys, pathlib
from veldwerk.system.locks import VaultLock
VaultLock(pathlib.Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_program_is_refused_until_the_first_dies(tmp_path: Path) -> None:
    vault = tmp_path / "a.vault"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(vault)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(paths.__file__).parents[2])},
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(UserError) as caught:
            VaultLock(vault).acquire()
        assert caught.value.code == "vault-in-use"
        other.kill()
        other.wait()
    with VaultLock(vault) as lock:
        assert lock.held
    assert not lock.held


def test_two_windows_of_one_program_are_told_apart(tmp_path: Path) -> None:
    with VaultLock(tmp_path / "a.vault") as first:
        first.acquire()
        with pytest.raises(UserError):
            VaultLock(tmp_path / "a.vault").acquire()
        VaultLock(tmp_path / "b.vault").acquire()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        VaultLock(tmp_path / "missing" / "a.vault").acquire()
    assert caught.value.code == "folder-read-only"


class Step(Enum):
    OPEN = "secret value"


def test_the_log_keeps_ids_and_numbers_and_withholds_the_rest(tmp_path: Path) -> None:
    path = logs.start(tmp_path)
    log = logging.getLogger("veldwerk.test")
    record = "019ab5c3-5f2e-7c11-8a3e-0123456789ab"
    try:
        log.info("saved %s with %d fields at %s for %s", record, 3, Step.OPEN, "Jansen")
        log.info("parts %(a)s %(b)s", {"a": "kade", "b": 2})
        try:
            raise ValueError("Jansen, Kade 1")
        except ValueError:
            log.exception("failed in %s", Step)
        log.warning("object %s", object())
    finally:
        logs.stop()
    text = path.read_text(encoding="utf-8")
    assert f"saved {record} with 3 fields at OPEN for {logs.WITHHELD}" in text
    assert f"parts {logs.WITHHELD} 2" in text
    assert "failed in Step" in text
    assert "test_machine.py" in text
    assert "ValueError" in text
    assert not any(word in text for word in ("Jansen", "Kade", "kade", "secret"))


def test_what_travels_with_the_program_is_found() -> None:
    assert (paths.resources() / "locale" / "nl").is_dir()
    assert paths.locale() == paths.resources() / "locale"
    assert list(paths.forms().glob("*.xlsx"))


def test_a_frozen_program_looks_in_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "veldwerk" / "resources").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    paths._travelling.cache_clear()
    try:
        assert paths.resources() == tmp_path / "veldwerk" / "resources"
    finally:
        paths._travelling.cache_clear()


def test_vaults_stay_on_this_machine() -> None:
    assert paths.default_vault().parent == paths.data_dir()
    assert paths.demo_vault() != paths.default_vault()


def test_too_little_room_is_said_before_it_runs_out(tmp_path: Path) -> None:
    room = disk.free(tmp_path / "not" / "yet")
    disk.require_room(tmp_path, 1)
    with pytest.raises(UserError) as caught:
        disk.require_room(tmp_path, room * 10)
    assert caught.value.code == "disk-full"
