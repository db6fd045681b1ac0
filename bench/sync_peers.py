"""The same visits through PouchDB to pouchdb-server and into a second device, counted on the wire.

Fetched by npm into .cache/peers/pouchdb when it is not there; without node or the registry there is no peer.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from bench.sync_wire import counted

HOME = Path(__file__).resolve().parent.parent / ".cache" / "peers" / "pouchdb"
PACKAGES = ("pouchdb@9.0.0", "pouchdb-server@4.2.0")

DRIVER = """\
const PouchDB = require('pouchdb');
const [url, folder, rows] = process.argv.slice(2);
const lines = require('fs').readFileSync(rows, 'utf8').trim().split('\\n').map(line => JSON.parse(line));
const [mine, other] = [new PouchDB(folder + '/a'), new PouchDB(folder + '/b')];
const options = {batch_size: 100, batches_limit: 10};
const steps = {
  async local() { for (let at = 0; at < lines.length; at += 500) await mine.bulkDocs(lines.slice(at, at + 500)); },
  async push() { await mine.replicate.to(url, options); },
  async pull() { await other.replicate.from(url, options); },
  async edit() {
    for (const {_id} of lines.slice(0, 50)) {
      const found = await mine.get(_id);
      found.agreements += ' Aanvulling.';
      await mine.put(found);
    }
  },
};
require('readline').createInterface({input: process.stdin}).on('line', async step => {
  const begin = process.hrtime.bigint();
  await steps[step]();
  console.log(Number(process.hrtime.bigint() - begin) / 1e9);
});
"""


def ready() -> bool:
    """Whether PouchDB can be run; fetched at first use."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    if not (HOME / "node_modules" / "pouchdb-server").is_dir():
        HOME.mkdir(parents=True, exist_ok=True)
        (HOME / "package.json").write_text('{"private": true}', encoding="utf-8")
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", *PACKAGES]
        if subprocess.run(command, cwd=HOME, capture_output=True, check=False).returncode:
            return False
    return True


def pouchdb(rows: list[dict[str, object]]) -> dict[str, tuple[float, int, int]]:
    """For each step seconds, bytes up and bytes down: local, push, pull, edit, push-50, pull-50, push-0, pull-0."""
    with tempfile.TemporaryDirectory(prefix="veldwerk-pouchdb-") as name:
        folder = Path(name)
        (folder / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        driver = HOME / "driver.js"
        driver.write_text(DRIVER, encoding="utf-8")
        port = _free_port()
        command = [HOME / "node_modules" / ".bin" / "pouchdb-server", "--port", str(port), "--dir", folder]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen([*command, "--no-stdout-logs"], cwd=folder, **quiet) as server:  # type: ignore[call-overload]
            try:
                _wait_for(port)
                return _driven(folder, driver, port)
            finally:
                server.terminate()


def _driven(folder: Path, driver: Path, port: int) -> dict[str, tuple[float, int, int]]:
    out = {}
    with counted(port) as wire:
        url = f"http://127.0.0.1:{wire.port}/visits"
        command = ["node", driver, url, folder, folder / "rows.jsonl"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ}
        ) as node:
            assert node.stdin is not None
            assert node.stdout is not None
            for step in ("local", "push", "pull", "edit", "push-50", "pull-50", "push-0", "pull-0"):
                wire.taken()
                node.stdin.write(step.partition("-")[0] + "\n")
                node.stdin.flush()
                seconds = float(node.stdout.readline())
                out[step] = (seconds, *wire.taken())
            node.terminate()
    return out


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("pouchdb-server did not start")
