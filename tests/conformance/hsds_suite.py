"""hsds: social maps of others. What is marked Fail must be refused with a field, the rest read and validate again.

A case is one JSON file; a folder of tables (a tabular package of version 3 or 1.1, the CSV of Ohana); or a folder that is
marked Fail as a whole: some of its files are the valid ones of its neighbours, byte for byte, so that only the set can be
refused. Schemas, table descriptions and reports of validators hold no organisation, service or location and are skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.conformance.frame import Case, suite
from veldwerk.domain.errors import UserError
from veldwerk.exchange import hsds
from veldwerk.exchange.hsds_csv import holds_tables, read_folder, read_tables, validate_folder

_NO_CASES = {"schema", "database"}


@suite("hsds")
def run(data_dir: Path) -> Iterator[Case]:
    """Every file and folder below `hsds/`, in order."""
    root = data_dir / "hsds"
    if root.is_dir():
        yield from _folder(root, root)


def _folder(root: Path, folder: Path) -> Iterator[Case]:
    if _fails(folder.relative_to(root)):
        yield _case(root, folder, lambda: _refused(folder), "refused with a field")
        return
    tables = holds_tables(folder)
    if tables:
        yield _case(root, folder, lambda: _again(read_folder(folder)), "reads and validates again")
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in _NO_CASES:
            yield from _folder(root, path)
        elif path.suffix == ".json" and path.name != "datapackage.json":
            yield _file(root, path)


def _file(root: Path, path: Path) -> Case:
    if _fails(path.relative_to(root)):
        return _case(root, path, lambda: _refused(path), "refused with a field")
    document = hsds.load(path.read_bytes())
    tables = (
        document if isinstance(document, dict) and any(name.endswith(".csv") for name in document) else None
    )
    if tables is None and all(kind is None for _, kind, _ in hsds.parts(document)):
        return Case(path.relative_to(root).as_posix(), lambda: (True, ""), skip="holds no HSDS object")

    def check() -> tuple[bool, object]:
        return _again(hsds.read(document) if tables is None else read_tables(tables))

    return _case(root, path, check, "reads and validates again")


def _case(root: Path, path: Path, check: Callable[[], tuple[bool, object]], expected: str) -> Case:
    name = path.relative_to(root).as_posix()
    return Case(name, check, input=name, expected=expected)


def _fails(path: Path) -> bool:
    """Marked Fail in its name or that of a folder above it."""
    return any("fail" in part.lower() for part in path.parts)


def _refused(path: Path) -> tuple[bool, object]:
    """Whether a strict look finds a fault and names its field."""
    faults = []
    files = [path] if path.is_file() else sorted(path.rglob("*.json"))
    for file in files:
        try:
            faults += [
                f"{file.name}: {one.path}" for one in hsds.validate(hsds.load(file.read_bytes())) if one.path
            ]
        except UserError as error:
            faults.append(f"{file.name}: {error}")
    if path.is_dir() and holds_tables(path):
        faults += [one.path for one in validate_folder(path)]
    return bool(faults), faults[:5]


def _again(reading: hsds.Reading) -> tuple[bool, object]:
    """Whether all that was read is right, and is the same after writing and reading back."""
    wrong = [
        f"{one.kind} {fault.path}" for one in reading.found for fault in hsds.validate(one.document, one.kind)
    ]
    for one in reading.found:
        back = hsds.load(hsds.write(one.document)) if one.kind != "base" else one.document
        if back != one.document or hsds.validate(back, one.kind):
            wrong.append(f"{one.kind} changes when it is written")
    return bool(reading.found) and not wrong, wrong or f"{len(reading.found)} objects"
