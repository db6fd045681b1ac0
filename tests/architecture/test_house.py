"""The program keeps the house rules, and each rule can fail."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture import house

LONG = "def f():\n" + "    x = 1\n" * 60

FAULTS = [
    (house.sql_only_in_store, "services/a.py", 'q = "SELECT id FROM people WHERE x = 1"'),
    (house.sql_only_in_store, "ui/a.py", 'q = f"UPDATE people SET {x} = 1"'),
    (house.messages_are_plain, "ui/a.py", '_(f"Hello {name}")'),
    (house.messages_are_plain, "ui/a.py", '_("Hello " + name)'),
    (house.messages_are_plain, "ui/a.py", '_("Hello {n}".format(n=1))'),
    (house.messages_are_plain, "ui/a.py", 'ngettext("{n} day", days, 3)'),
    (house.messages_are_plain, "services/a.py", 'UserError(f"No {thing}")'),
    (house.functions_are_short, "ui/a.py", LONG),
    (house.files_are_short, "ui/a.py", "x = 1\n" * 401),
    (house.heavy_imports_wait, "documents/a.py", "from reportlab.pdfgen import canvas"),
    (house.portable, "store/a.py", "import fcntl"),
    (house.portable, "sync/a.py", "os.getuid()"),
    (house.portable, "sync/a.py", 'p = "/tmp/x"'),
    (house.files_are_read_at_the_doors, "domain/a.py", "path.read_bytes()"),
    (house.files_are_read_at_the_doors, "xlsform/session.py", "open(path, 'rb')"),
    (house.text_has_encoding, "sync/a.py", "p.read_text()"),
    (house.text_has_encoding, "sync/a.py", "open(p)"),
    (house.time_and_chance_are_handed_in, "domain/a.py", "import datetime as dt\nx = dt.datetime.now()"),
    (house.time_and_chance_are_handed_in, "ui/a.py", "date.today()"),
    (house.time_and_chance_are_handed_in, "demo/a.py", "from random import Random"),
    (house.time_and_chance_are_handed_in, "sync/a.py", "time.time()"),
    (
        house.types_come_from_below,
        "services/a.py",
        "if TYPE_CHECKING:\n    from veldwerk.store.log import Log",
    ),
    (house.types_come_from_below, "services/a.py", "if typing.TYPE_CHECKING:\n    import sqlcipher3"),
    (house.ignores_have_a_reason, "ui/a.py", "x = 1  # type: ignore[assignment]"),
    (house.nothing_is_left_over, "ui/a.py", "x = 1  # TODO later"),
]


@pytest.mark.parametrize("rule", house.RULES, ids=lambda rule: rule.__name__)
def test_the_program_keeps_the_rule(rule: house.Rule) -> None:
    assert [fault for file in house.source_files() for fault in rule(file)] == []


@pytest.mark.parametrize(
    ("rule", "name", "text"), FAULTS, ids=lambda part: getattr(part, "__name__", str(part)[:24])
)
def test_the_rule_sees_a_fault(rule: house.Rule, name: str, text: str) -> None:
    assert list(rule(house.read(name, text)))


def test_every_rule_was_seen_to_fail() -> None:
    assert {rule for rule, _name, _text in FAULTS} == set(house.RULES)


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (house.sql_only_in_store, "store/a.py", 'q = "SELECT id FROM people WHERE x = 1"'),
        (house.sql_only_in_store, "ui/a.py", '"""SELECT x FROM y is what the store does."""'),
        (house.messages_are_plain, "ui/a.py", '_("Saved at {time}").format(time=t)\n_(error.message)'),
        (house.portable, "system/a.py", "import fcntl"),
        (
            house.types_come_from_below,
            "ui/a.py",
            "if TYPE_CHECKING:\n    from veldwerk.xlsform.api import Session",
        ),
        (
            house.types_come_from_below,
            "store/a.py",
            "if TYPE_CHECKING:\n    from veldwerk.store.log import Log",
        ),
        (house.time_and_chance_are_handed_in, "ui/a.py", "clock.now()\nclock.today()"),
        (
            house.text_has_encoding,
            "ui/a.py",
            'p.read_text("utf-8")\nopen(p, "rb")\np.write_text(t, encoding="utf-8")',
        ),
    ],
    ids=lambda part: getattr(part, "__name__", str(part)[:24]),
)
def test_the_rule_lets_good_code_be(rule: house.Rule, name: str, text: str) -> None:
    assert not list(rule(house.read(name, text)))


def test_every_folder_is_a_package() -> None:
    folders = {path.parent for path in house.SOURCE.rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\n\nx = datetime.now()\n",
        "from datetime import date\n\nx = date.today()\n",
        "import time\n\nx = time.time()\n",
        "from uuid import uuid4\n\nx = uuid4()\n",
        "import random\n\nx = random.random()\n",
    ],
)
def test_ruff_bans_clocks_and_chance_outside_system(text: str) -> None:
    def found(name: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251", "--stdin-filename", name, "-"],
            input=text, capture_output=True, text=True, cwd=house.ROOT, check=False,
        )  # fmt: skip
        return done.stdout

    assert "TID251" in found("src/veldwerk/domain/a.py")
    assert "TID251" not in found("src/veldwerk/system/a.py")
