"""Each import contract holds, and each was seen to fail on a planted violation in a copy of the source."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}

PLANTED = [
    ("layers", "domain/planted.py", "import veldwerk.services"),
    ("layers", "domain/planted.py", "import veldwerk.xlsform"),
    ("layers", "services/planted.py", "import veldwerk.store"),
    ("layers", "store/planted.py", "import veldwerk.system"),
    ("layers", "ui/planted.py", "def f():\n    import veldwerk.store"),
    ("layers", "planted/__init__.py", '"""A package no layer names."""'),
    ("acyclic", "ui/planted.py", "import veldwerk.ui.planted_too"),
    ("screens", "ui/screens/planted.py", "import veldwerk.ui.screens.planted_too"),
    ("pure", "domain/planted.py", "from pathlib import Path"),
    ("pure", "rules/planted.py", "import os"),
    ("engine", "xlsform/planted.py", "import subprocess"),
    ("engine", "xlsform/planted.py", "import time"),
    ("qt", "services/planted.py", "from PySide6.QtCore import QObject"),
    ("sql", "services/planted.py", "import sqlcipher3"),
    ("sql", "exchange/planted.py", "import sqlite_utils"),
    ("warehouse", "exchange/planted.py", "import psycopg"),
    ("paper", "ui/planted.py", "from reportlab.pdfgen import canvas"),
    ("paper", "services/planted.py", "import xlsxwriter"),
    ("workbooks", "documents/planted.py", "import openpyxl"),
    ("cryptography", "services/planted.py", "from cryptography.fernet import Fernet"),
    ("cryptography", "store/planted.py", "from cryptography.fernet import Fernet"),
    ("network", "store/planted.py", "import socket"),
    ("network", "ui/planted.py", "import asyncssh"),
    ("network", "store/planted.py", "import pyrage"),
]
HELPERS = {
    "ui/planted_too.py": "import veldwerk.ui.planted",
    "ui/screens/planted_too.py": "",
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source with its contracts, to plant in."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    chosen = [word for each in contracts for word in ("--contract", each)]
    code = (
        "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports_command as c; c()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--no-logo", *chosen],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "400"},
    )  # fmt: skip


def test_every_contract_holds(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("contract", "name", "text"), PLANTED, ids=[f"{row[0]}-{i}" for i, row in enumerate(PLANTED)]
)
def test_a_planted_violation_breaks_the_contract(copy: Path, contract: str, name: str, text: str) -> None:
    planted = {
        name: text,
        **{other: each for other, each in HELPERS.items() if Path(other).parent == Path(name).parent},
    }
    paths = [copy / "src" / "veldwerk" / each for each in planted]
    made = [path.parent for path in paths if not path.parent.exists()]
    try:
        for path, each in zip(paths, planted.values(), strict=True):
            path.parent.mkdir(exist_ok=True)
            path.write_text(each + "\n", encoding="utf-8")
        done = lint(copy, contract)
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
        for folder in set(made):
            folder.rmdir()
    assert done.returncode == 1, done.stdout + done.stderr
    assert CONTRACTS[contract] in done.stdout
    assert "1 broken" in done.stdout
    assert "planted" in done.stdout


def test_every_contract_was_seen_to_fail() -> None:
    assert {row[0] for row in PLANTED} == set(CONTRACTS)
