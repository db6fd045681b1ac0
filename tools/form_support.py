"""What is made of the documents on forms: the table in docs/xlsform.md, the output in docs/formulieren-maken.md.

`python -m tools.form_support write` puts the table of `veldwerk.xlsform.supported` between the marks of the one, and
runs `veldwerk form lint` on the forms of the other for the output that it shows;
`python -m tools.form_support check` prints what differs and exits 1.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from click.testing import CliRunner

from veldwerk.cli.main import cli
from veldwerk.xlsform.supported import FunctionSupport, Support, functions, supported

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "xlsform.md"
AUTHORS = DOCUMENT.parent / "formulieren-maken.md"
_BLOCK = re.compile(r"^```(xlsform|json|uitvoer) (.+)\n((?:.*\n)*?)```", re.MULTILINE)
LEFT_OUT = "…\n"
BEGIN, END = "<!-- supported: begin -->", "<!-- supported: end -->"


def table() -> str:
    """The table as markdown."""
    parts: list[str] = []
    for area, lines in groupby(supported(), key=lambda one: one.area):
        if area == "appearances":
            parts.append(_appearances(lines))
            continue
        rows = "\n".join(f"| {_code(line.name)} | {line.grade} | {line.note} |" for line in lines)
        parts.append(f"### {area.capitalize()}\n\n| | grade | |\n|---|---|---|\n{rows}")
    rows = "\n".join(f"| `{one.name}` | {_count(one)} | {one.grade} | {one.note} |" for one in functions())
    parts.append(f"### Functions\n\n| | values | grade | |\n|---|---|---|---|\n{rows}")
    return "\n\n".join(parts)


def _appearances(lines: Iterable[Support]) -> str:
    rows: list[str] = []
    for (grade, note), same in groupby(lines, key=lambda one: (one.grade, one.note)):
        names = " ".join(f"`{one.name}`" for one in same)
        rows.append(f"| {names} | {grade} | {note} |")
    intro = (
        "All words of the column are in `Question.appearance`; what is not listed here is passed on just so."
    )
    return f"### Appearances\n\n{intro}\n\n| | grade | |\n|---|---|---|\n" + "\n".join(rows)


def _code(name: str) -> str:
    return name if " " in name and not name.startswith("begin") else f"`{name}`"


def _count(one: FunctionSupport) -> str:
    if one.grade == "refused":
        return ""
    if one.most is None:
        return f"{one.fewest} or more"
    return str(one.fewest) if one.fewest == one.most else f"{one.fewest} to {one.most}"


def written(text: str) -> str:
    """The document with the present table. ValueError when it has no marks."""
    if BEGIN not in text or END not in text:
        raise ValueError(f"the document has no place for the table: {BEGIN} … {END}")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def blocks(text: str, *kinds: str) -> Iterator[tuple[str, str]]:
    """(heading, content) of the fenced blocks of these kinds: xlsform and json are files, uitvoer is a command."""
    for match in _BLOCK.finditer(text):
        if match[1] in kinds:
            yield match[2], match[3]


def printed(command: str, text: str) -> str:
    """What `veldwerk COMMAND` prints in a folder with the files of a document."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in blocks(text, "xlsform", "json"):
            Path(folder, name).write_text(content, encoding="utf-8")
        os.chdir(folder)
        try:
            return CliRunner().invoke(cli, command.split()).output
        finally:
            os.chdir(before)


def shown(text: str) -> str:
    """The page for authors with present output; a block of which something is left out stays as it is."""

    def block(match: re.Match[str]) -> str:
        if match[1] != "uitvoer" or LEFT_OUT in match[3]:
            return match[0]
        return f"```{match[1]} {match[2]}\n{printed(match[2], text)}```"

    return _BLOCK.sub(block, text)


def main(arguments: list[str]) -> int:
    """Write or check; the exit code."""
    if arguments not in (["write"], ["check"]):
        print(__doc__)
        return 2
    differs = False
    for path, made in ((DOCUMENT, written), (AUTHORS, shown)):
        text = path.read_text(encoding="utf-8")
        if made(text) == text:
            continue
        if arguments == ["write"]:
            path.write_text(made(text), encoding="utf-8")
        else:
            differs = True
            print(f"{path.name} differs from what is made; run python -m tools.form_support write")
    return int(differs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
