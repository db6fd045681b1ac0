"""Failures 6 and 7 of SYNC 5 on a server that really shows old listings: two rclones over one folder, each with a memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers import machines
from tests.servers.machines import PASSWORD, S3, USER, WebDav
from tests.servers.places import Server, opened
from tests.sync.team import Team


@contextmanager
def _rclone(kind: str, data: Path, log: Path) -> Iterator[Server]:
    port = machines.free_port()
    login = ("--auth-key", f"{USER},{PASSWORD}") if kind == "s3" else ("--user", USER, "--pass", PASSWORD)
    with machines.rclone(kind, data, port, log, *login):
        here = f"http://127.0.0.1:{port}"
        yield S3(here, "coalition", USER, PASSWORD) if kind == "s3" else WebDav(here, USER, PASSWORD)


@pytest.mark.parametrize("kind", ["webdav", "s3"])
def test_failure_06_and_07_a_server_that_shows_an_older_listing(kind: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "coalition").mkdir(parents=True)
    (tmp_path / "team").mkdir()
    team = Team(tmp_path / "team", int.from_bytes(os.urandom(4)))
    with _rclone(kind, data, tmp_path / "one.log") as one:
        mine = opened(one)
        anna, bert = team.hire("Anna"), team.hire("Bert")
        team.found(anna, mine, bert)
        person = anna.person("Samen", alerts="eerst")
        anna.sync(mine)
        with _rclone(kind, data, tmp_path / "two.log") as two:
            theirs = opened(two)
            bert.sync(theirs)
            for text in ("tweede", "derde"):
                anna.change(person, alerts=text)
                anna.sync(mine)
                cursors = bert.vault.read(lambda r: r.cursors("casus"))
                bert.person("Intussen")
                bert.sync(theirs)
                after = bert.vault.read(lambda r: r.cursors("casus"))
                assert all(
                    int(after[stream].split()[0]) >= int(value.split()[0])
                    for stream, value in cursors.items()
                )
            heads = f"{anna.service._spaces()[0].prefix}heads/"
            assert theirs.list(heads) != sorted(f"{heads}{path.name}" for path in data.rglob("*.vwh"))
            theirs.close()
        mine.close()
    with _rclone(kind, data, tmp_path / "three.log") as fresh:
        store = opened(fresh)
        assert all(report.ok for report in team.settle(store, 3))
        assert anna.alerts(person) == bert.alerts(person) == {"derde"}
        assert anna.digest() == bert.digest()
        assert anna.vault.read(lambda r: r.counts())["person"] == 3
        store.close()
    team.close()
