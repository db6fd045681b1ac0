"""Message catalogues: merge and compile the Dutch fragments, and check them against the source.

`python -m tools.catalogues compile` writes resources/locale/<language>/LC_MESSAGES/veldwerk.mo;
`python -m tools.catalogues check` prints what is wrong and exits 1;
`python -m tools.catalogues missing [WORD]` prints what has no translation, of source files with WORD in
their path.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "veldwerk"
LOCALE = ROOT / "resources" / "locale"
ERRORS = {"UserError", "FormError"}
PLACEHOLDER = re.compile(r"\{[a-z_][a-z0-9_]*(?:![rsa])?(?::[^{}]*)?\}")
Id = str | tuple[str, ...]


class Found(NamedTuple):
    """A message id in the source and where it stands."""

    id: Id
    place: str


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Merge the fragments of each language into its .mo; nothing is written when it is newer than all of
    them."""
    made = []
    for folder in sorted(path for path in locale.iterdir() if path.is_dir()):
        fragments = sorted(folder.glob("*.po"))
        target = folder / "LC_MESSAGES" / "veldwerk.mo"
        newest = max((path.stat().st_mtime for path in (*fragments, folder)), default=0)
        if not fragments or (target.exists() and target.stat().st_mtime > newest):
            continue
        target.parent.mkdir(exist_ok=True)
        # A run beside this one may be reading: the file appears whole or not at all.
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            write_mo(file, merged(fragments, folder.name))
        Path(name).chmod(0o644)  # a temporary file is its maker's alone; the catalogue is for all
        Path(name).replace(target)
        made.append(target)
    return made


def merged(fragments: list[Path], language: str) -> Catalog:
    """One catalogue out of all fragments. The same id may stand in two rooms, with the same translation."""
    whole = Catalog(locale=language, domain="veldwerk", charset="utf-8")
    for fragment in fragments:
        with fragment.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    whole.add(message.id, message.string, flags=message.flags)
    return whole


def error_classes(source: Path = SOURCE) -> set[str]:
    """UserError, FormError and whatever derives from them: the first argument of each is a message id."""
    bases: dict[str, set[str]] = {}
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {ast.unparse(base).rsplit(".", 1)[-1] for base in node.bases}
    known = set(ERRORS)
    while more := {name for name, parents in bases.items() if parents & known} - known:
        known |= more
    return known


def message_ids(source: Path = SOURCE) -> Iterator[Found]:
    """Every message id in the source."""
    keywords: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}
    keywords |= dict.fromkeys(error_classes(source), (1,))
    for name, line, found, _comments, _context in extract_from_dir(
        source, [("**.py", "python")], keywords=keywords, comment_tags=(), strip_comment_tags=False
    ):
        message = tuple(found) if isinstance(found, (tuple, list)) else found
        if message:
            yield Found(message, f"{name}:{line}")


def problems(source: Path = SOURCE, locale: Path = LOCALE) -> list[str]:
    """What keeps the catalogues from being complete and true, as lines for a person; empty when all is
    well."""
    said: list[str] = []
    used = {found.id: found.place for found in reversed(list(message_ids(source)))}
    for folder in sorted(path for path in locale.iterdir() if path.is_dir()):
        seen: dict[Id, tuple[Path, object]] = {}
        for fragment in sorted(folder.glob("*.po")):
            with fragment.open("rb") as file:
                catalogue = read_po(file, locale=folder.name)
            for message in catalogue:
                if message.id:
                    key = tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id
                    said += _about(message.fuzzy, key, message.string, fragment)
                    other = seen.setdefault(key, (fragment, message.string))
                    if other[1] != message.string:
                        said.append(f"{fragment.name}: another translation of {key!r} than {other[0].name}")
        said += [
            f"{place}: no {folder.name} for {key!r}" for key, place in used.items() if not _has(key, seen)
        ]
        said += [f"{seen[key][0].name}: {key!r} is in no source" for key in seen if not _used(key, used)]
    return said


def _has(key: Id, seen: dict[Id, tuple[Path, object]]) -> bool:
    """Whether gettext will find it: a singular alone is also found under its plural pair."""
    return key in seen or (
        isinstance(key, str) and any(pair[0] == key for pair in seen if isinstance(pair, tuple))
    )


def _used(key: Id, used: dict[Id, str]) -> bool:
    return key in used or (isinstance(key, tuple) and key[0] in used)


def _about(fuzzy: bool, key: Id, string: object, fragment: Path) -> Iterator[str]:
    texts = [string] if isinstance(string, str) else list(string) if isinstance(string, (list, tuple)) else []
    if fuzzy:
        yield f"{fragment.name}: {key!r} is fuzzy"
    if not texts or not all(texts):
        yield f"{fragment.name}: {key!r} has no translation"
        return
    ids = [key] if isinstance(key, str) else list(key)
    wanted = set().union(*(PLACEHOLDER.findall(each) for each in ids))
    for text in texts:
        if set(PLACEHOLDER.findall(text)) != wanted and not (len(ids) > 1 and text == texts[0]):
            yield f"{fragment.name}: {key!r} and its translation have other placeholders"


def main(arguments: list[str]) -> int:
    """Run one of the three commands in the module's docstring."""
    match arguments:
        case ["compile"]:
            for path in compile_all():
                print(path.relative_to(ROOT))
            return 0
        case ["check"]:
            said = problems()
            print("\n".join(said) if said else "catalogues: complete")
            return 1 if said else 0
        case ["missing", *words]:
            lines = [line for line in problems() if ": no " in line]
            print("\n".join(line for line in lines if all(word in line.split(":")[0] for word in words)))
            return 0
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
