"""The house rules a program can see in the source: each takes one parsed file and says what is wrong in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "veldwerk"

SQL = re.compile(
    r"\s*(SELECT\s[\s\S]*\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|REPLACE\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s"
    r"|WITH\s+(RECURSIVE\s+)?\w+[\s\S]*\sAS\s*\(|(CREATE|DROP|ALTER)\s+(TEMP\s+|UNIQUE\s+|VIRTUAL\s+)?"
    r"(TABLE|INDEX|TRIGGER|VIEW)\s|PRAGMA\s+\w|BEGIN\s+IMMEDIATE|SAVEPOINT\s|VACUUM\b|ATTACH\s)"
)
HEAVY = {
    "pyxform", "openpyxl", "reportlab", "keyring", "pypdfium2", "asyncio", "http", "pikepdf", "asyncssh",
    "highspy", "psycopg", "xlsxwriter",
}  # fmt: skip
POSIX_MODULES = {
    "fcntl",
    "pwd",
    "grp",
    "resource",
    "termios",
    "pty",
    "posix",
    "syslog",
    "crypt",
    "spwd",
    "tty",
}
POSIX_CALLS = {
    "os.fork", "os.forkpty", "os.getuid", "os.geteuid", "os.getgid", "os.getegid", "os.chown", "os.fchown", "os.lchown",
    "os.fchmod", "os.mkfifo", "os.mknod", "os.statvfs", "os.fstatvfs", "os.uname", "os.setsid", "os.getpgid", "os.killpg",
    "os.setpgid", "os.nice", "os.getloadavg", "os.sync", "os.chroot", "os.wait", "os.wait4", "os.sysconf", "os.getpgrp",
    "os.O_DIRECTORY", "os.O_NOFOLLOW", "os.O_CLOEXEC", "os.posix_fallocate", "os.posix_fadvise", "os.fdatasync",
    "signal.SIGKILL", "signal.SIGHUP", "signal.SIGUSR1", "signal.SIGUSR2", "signal.alarm", "signal.setitimer",
    "time.tzset",
}  # fmt: skip
FILE_CALLS = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "glob", "rglob", "iterdir",
}  # fmt: skip
FILE_DOORS = (
    "xlsform/__init__",
    "xlsform/workbook",
    "xlsform/formparse",
    "xlsform/itemsets",
    "xlsform/lint",
)
LAYERS = {
    name: rank
    for rank, names in enumerate(
        (
            ("__main__",), ("cli",), ("demo",), ("app",),
            ("ui", "store", "documents", "sync", "exchange", "system"),
            ("services",), ("texts",), ("rules",), ("domain", "xlsform"),
        )
    )
    for name in names
}  # fmt: skip
DOORS = {
    "PySide6": {"ui", "app"}, "sqlcipher3": {"store"}, "sqlite_utils": {"store"}, "psycopg": {"exchange"},
    "reportlab": {"documents"}, "pikepdf": {"documents"}, "pypdfium2": {"documents"}, "xlsxwriter": {"documents"},
    "pyxform": {"xlsform"}, "openpyxl": {"xlsform"}, "asyncssh": {"sync", "exchange"},
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today"}


class File(NamedTuple):
    """One source file: its place under `src/veldwerk`, its text, its tree."""

    name: str
    text: str
    tree: ast.Module


Rule = Callable[[File], Iterator[str]]


def source_files() -> list[File]:
    """Every file of the program."""
    return [
        read(path.relative_to(SOURCE).as_posix(), path.read_text("utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    ]


def read(name: str, text: str) -> File:
    """A file from its text."""
    return File(name, text, ast.parse(text))


def docstrings(tree: ast.Module) -> set[int]:
    """The identities of the constants that stand alone as a statement: docstrings, not text for a machine."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def sql_only_in_store(file: File) -> Iterator[str]:
    """SQL text lives in `store` and `exchange/warehouse`; indicators keep theirs in resources."""
    if file.name.startswith(("store/", "exchange/warehouse")):
        return
    skip = docstrings(file.tree)
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skip:
            if SQL.match(node.value):
                yield f"{file.name}:{node.lineno} SQL text"


def messages_are_plain(file: File) -> Iterator[str]:
    """What is translated is one plain string, or a name that carries a message id; never something put together."""
    for node in ast.walk(file.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        name = node.func.id
        texts = {"_": node.args[:1], "N_": node.args[:1], "ngettext": node.args[:2]}.get(name, [])
        for text in texts:
            plain = isinstance(text, ast.Constant) and isinstance(text.value, str)
            carried = name == "_" and isinstance(text, (ast.Name, ast.Attribute))
            if not (plain or carried):
                yield f"{file.name}:{node.lineno} {name}() takes one plain string"
    errors = ("UserError", "FormError")
    for node in ast.walk(file.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in errors
            and node.args
        ):
            if isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)):
                yield f"{file.name}:{node.lineno} {node.func.id}() takes a message id, not a made text"


def functions_are_short(file: File) -> Iterator[str]:
    """A function has at most 50 lines, from its name to its end."""
    for node in ast.walk(file.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > 50:
                yield f"{file.name}:{node.lineno} {node.name} has {lines} lines"


def files_are_short(file: File) -> Iterator[str]:
    """A file has at most 400 lines: one room, one purpose."""
    lines = file.text.count("\n")
    if lines > 400:
        yield f"{file.name} has {lines} lines"


def heavy_imports_wait(file: File) -> Iterator[str]:
    """What makes the start slow is imported inside the function that needs it."""
    for node in file.tree.body:
        names = _imported(node)
        for name in names & HEAVY:
            yield f"{file.name}:{node.lineno} imports {name} at start"


def portable(file: File) -> Iterator[str]:
    """Calls only POSIX knows live in `system`."""
    if file.name.startswith("system/"):
        return
    for node in ast.walk(file.tree):
        for name in _imported(node) & POSIX_MODULES:
            yield f"{file.name}:{node.lineno} imports {name}"
        if isinstance(node, ast.Attribute) and ast.unparse(node) in POSIX_CALLS:
            yield f"{file.name}:{node.lineno} uses {ast.unparse(node)}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.startswith(("/tmp/", "/proc/", "/dev/", "/etc/", "/usr/")):
                yield f"{file.name}:{node.lineno} names {node.value}"


def files_are_read_at_the_doors(file: File) -> Iterator[str]:
    """Domain and rules touch no file; of the form engine only the workbook and the lists beside a form do."""
    if not file.name.startswith(("domain/", "rules/", "xlsform/")) or file.name.startswith(FILE_DOORS):
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            if name in FILE_CALLS and (isinstance(node.func, ast.Attribute) or name == "open"):
                yield f"{file.name}:{node.lineno} calls {name}"


def text_has_encoding(file: File) -> Iterator[str]:
    """A text file names its encoding: the default of Windows is another."""
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Call) or any(word.arg == "encoding" for word in node.keywords):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("read_text", "write_text"):
            if len(node.args) <= (0 if node.func.attr == "read_text" else 1):
                yield f"{file.name}:{node.lineno} {node.func.attr}() without encoding"
        if isinstance(node.func, ast.Name) and node.func.id == "open":
            mode = (
                node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else "r"
            )
            if "b" not in str(mode):
                yield f"{file.name}:{node.lineno} open() without encoding"


def time_and_chance_are_handed_in(file: File) -> Iterator[str]:
    """No clock and no randomness outside `system`, under any alias."""
    if file.name.startswith("system/"):
        return
    for node in ast.walk(file.tree):
        if "random" in _imported(node):
            yield f"{file.name}:{node.lineno} imports random"
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            if node.attr in CLOCKS and re.fullmatch(r"(\w+\.)?(date|datetime|dt)", owner):
                yield f"{file.name}:{node.lineno} {owner}.{node.attr}"
            if (owner, node.attr) in {
                ("time", "time"),
                ("time", "time_ns"),
                ("uuid", "uuid4"),
                ("uuid", "uuid1"),
            }:
                yield f"{file.name}:{node.lineno} {owner}.{node.attr}"


def types_come_from_below(file: File) -> Iterator[str]:
    """An import for types alone is not seen by the import contracts: it too goes down the layers, or stays inside."""
    own = file.name.split("/")[0].removesuffix(".py")
    for node in ast.walk(file.tree):
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
            continue
        for inner in ast.walk(node):
            for name in _modules(inner):
                root, _, rest = name.partition(".")
                package = rest.split(".")[0]
                if root == "veldwerk" and package != own and LAYERS[package] <= LAYERS[own]:
                    yield f"{file.name}:{inner.lineno} imports {name} for types"
                if own not in DOORS.get(root, {own}):
                    yield f"{file.name}:{inner.lineno} imports {name} for types"


def ignores_have_a_reason(file: File) -> Iterator[str]:
    """A silenced checker is told which of its rules, and a reader why."""
    for number, line in enumerate(file.text.splitlines(), start=1):
        if "# type: ignore" in line and not re.search(r"# type: ignore\[[\w, -]+\]\s+#\s*\w", line):
            yield f"{file.name}:{number} type: ignore without code and reason"


def nothing_is_left_over(file: File) -> Iterator[str]:
    """No notes to self and no stubs."""
    for number, line in enumerate(file.text.splitlines(), start=1):
        if re.search(r"#.*\b(TODO|FIXME|XXX)\b|NotImplementedError", line):
            yield f"{file.name}:{number} left over: {line.strip()}"


RULES: tuple[Rule, ...] = (
    sql_only_in_store,
    messages_are_plain,
    functions_are_short,
    files_are_short,
    heavy_imports_wait,
    portable,
    files_are_read_at_the_doors,
    text_has_encoding,
    time_and_chance_are_handed_in,
    types_come_from_below,
    ignores_have_a_reason,
    nothing_is_left_over,
)


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module.split(".")[0]}
    return set()
