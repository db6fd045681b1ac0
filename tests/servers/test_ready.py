"""Each server takes bytes and gives the same back, through the library the program uses."""

from __future__ import annotations

import asyncio
import subprocess
import time
from pathlib import Path

import pytest

from tests.servers.machines import Sftp

BYTES = bytes(range(256)) * 40


@pytest.mark.parametrize("server", ["sftp_rclone", "sftp_openssh"])
def test_sftp_keeps_bytes(server: str, request: pytest.FixtureRequest) -> None:
    import asyncssh

    place: Sftp = request.getfixturevalue(server)
    keys = [str(place.key)] if place.key else None

    async def round_trip() -> bytes:
        async with (
            asyncssh.connect(
                place.host, place.port, username=place.user, password=place.password or None, client_keys=keys,
                known_hosts=None, config=None, agent_path=None,
            ) as connection,
            connection.start_sftp_client() as sftp,
        ):  # fmt: skip
            async with sftp.open(f"{place.folder}/0001", "wb") as file:
                await file.write(BYTES)
            async with sftp.open(f"{place.folder}/0001", "rb") as file:
                return bytes(await file.read())

    assert asyncio.run(round_trip()) == BYTES


def test_postgresql_keeps_bytes(postgresql: str) -> None:
    import psycopg

    with psycopg.connect(postgresql) as connection:
        connection.execute("CREATE TABLE kept (body bytea)")
        connection.execute("INSERT INTO kept VALUES (%s)", [BYTES])
        row = connection.execute("SELECT body FROM kept").fetchone()
    assert row is not None
    assert bytes(row[0]) == BYTES


def test_a_printed_page_arrives(cups: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    printer, env = cups
    page = tmp_path / "page.pdf"
    canvas = Canvas(str(page))
    canvas.drawString(100, 700, "Proefpagina")
    canvas.save()
    before = printed()
    subprocess.run(["lp", "-d", printer, page], env=env, check=True, capture_output=True)
    end = time.monotonic() + 60
    while not (new := printed() - before) and time.monotonic() < end:
        time.sleep(0.1)
    assert new, "nothing was printed within a minute"
    try:
        assert new.pop().read_bytes().startswith(b"%PDF")
    finally:
        for path in printed() - before:
            path.unlink()


def printed() -> set[Path]:
    """The files the PDF printer made: for a user in their own folder, else in the common one."""
    places = (Path.home() / "PDF", Path("/var/spool/cups-pdf/ANONYMOUS"))
    return {path for place in places for path in place.glob("*.pdf") if path.stat().st_size}
