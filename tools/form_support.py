"""The table of what the form engine supports, in docs/xlsform.md.

`python -m tools.form_support write` puts the table of `veldwerk.xlsform.supported` between the marks of the document;
`python -m tools.form_support check` prints what differs and exits 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from veldwerk.xlsform.supported import FunctionSupport, Support, functions, supported

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "xlsform.md"
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


def main(arguments: list[str]) -> int:
    """Write or check; the exit code."""
    text = DOCUMENT.read_text(encoding="utf-8")
    fresh = written(text)
    if arguments == ["write"]:
        DOCUMENT.write_text(fresh, encoding="utf-8")
        return 0
    if arguments == ["check"]:
        if fresh != text:
            print(
                "docs/xlsform.md: the table differs from the engine; run python -m tools.form_support write"
            )
        return int(fresh != text)
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
