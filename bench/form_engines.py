"""Our engine and its two peers, each in a process of its own, doing the same tasks in turn.

The peers are fetched once, at the versions written here, into `.cache/peers/`; a peer that cannot be had is left out,
with the reason.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.shared_data import ROOT

PEER = "@getodk/xforms-engine 0.22.0"
RXEVAL = "rxeval 0.1.1"
_PACKAGES = ("@getodk/xforms-engine@0.22.0", "jsdom@27.4.0")
_CACHE = ROOT / ".cache" / "peers"
_HERE = Path(__file__).parent
Result = Mapping[str, object]


def ours(tasks: Sequence[Mapping[str, object]]) -> list[Result]:
    """What our engine took; see `form_ours`."""
    return _run([sys.executable, "-m", "bench.form_ours"], tasks, ROOT)


def peer(tasks: Sequence[Mapping[str, object]]) -> list[Result]:
    """What @getodk/xforms-engine took; nothing when node or the package cannot be had."""
    folder = _CACHE / "xforms-engine"
    if not (folder / "node_modules" / "@getodk").is_dir():
        if shutil.which("npm") is None:
            print(f"forms: {PEER} not measured, npm is not here")
            return []
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        command = ["npm", "install", "--silent", "--ignore-scripts", *_PACKAGES]
        if subprocess.run(command, cwd=folder, check=False).returncode:
            print(f"forms: {PEER} not measured, npm could not fetch it")
            return []
    return _run(["node", str(_HERE / "form_peer.mjs")], tasks, folder)


def rxeval(tasks: Sequence[Mapping[str, object]]) -> list[Result]:
    """What rxeval took; nothing when it cannot be had."""
    folder = _CACHE / "rxeval"
    if not folder.is_dir():
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--target",
            str(folder),
            "rxeval==0.1.1",
        ]
        if subprocess.run(command, check=False).returncode:
            print(f"forms: {RXEVAL} not measured, pip could not fetch it")
            return []
    return _run([sys.executable, str(_HERE / "form_rxeval.py")], tasks, ROOT, {"PYTHONPATH": str(folder)})


def _run(
    command: list[str],
    tasks: Sequence[Mapping[str, object]],
    folder: Path,
    extra: Mapping[str, str] | None = None,
) -> list[Result]:
    done = subprocess.run(
        command, input=json.dumps(list(tasks)), capture_output=True, text=True, cwd=folder, check=False,
        env={**os.environ, **(extra or {})},
    )  # fmt: skip
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        raise SystemExit(f"forms: {command[-1]} broke")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
