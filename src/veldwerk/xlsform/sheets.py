"""Where things stand in a workbook: the row of a question by its path in the form, the heading of a column as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

Row = Mapping[str, str]
FIRST_ROW = 2
_PREFIXES = frozenset({"bind", "control", "body", "instance", "media"})
_TRANSLATED = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message"}
    | {"image", "big-image", "audio", "video"}
)
_SAME = {
    "relevance": "relevant",
    "calculate": "calculation",
    "readonly": "read_only",
    "caption": "label",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "command": "type",
    "tag": "name",
    "value": "name",
    "dataset": "list_name",
    "save_to": "save_to",
    "entities:saveto": "save_to",
}
_BEGIN = re.compile(r"begin[\s_]+(lgroup|group|repeat|looped group|loop)\b", re.IGNORECASE)
_END = re.compile(r"end[\s_]+(lgroup|group|repeat|looped group|loop)\b", re.IGNORECASE)
_INVENTED = re.compile(r"row_(\d+)_")  # see workbook.mending
_SELECT = re.compile(
    r"(select[\s_]?one|select1|select[\s_]multiple|select all that apply(?: from)?|select one from|rank)"
    r"(?:[\s_]from[\s_]file|[\s_]external)?\s+(\S+)",
    re.IGNORECASE,
)


def column_of(heading: str) -> tuple[str, str]:
    """(the column by its present name, the language): `bind::relevance` → relevant, `Label::Nederlands (nl)` → label."""
    parts = [part.strip() for part in heading.split("::")]
    if len(parts) == 1 and ":" in heading:
        first, _, rest = heading.partition(":")
        if _plain(first) in _TRANSLATED:  # the old way to write a language
            parts = [first.strip(), rest.strip()]
    while len(parts) > 1 and parts[0].lower() in _PREFIXES:
        del parts[0]
    name = _plain(parts[0])
    return _SAME.get(name, name), "::".join(parts[1:])


def _plain(text: str) -> str:
    return re.sub(r"\s+", "_", text.strip().lower())


def list_of(kind: str) -> str:
    """The list a select takes its choices from: `select_one kleur` → kleur; "" for another type."""
    match = _SELECT.match(kind.strip())
    return match.group(2) if match else ""


def takes_several(kind: str) -> bool:
    """Whether several choices may be picked."""
    match = _SELECT.match(kind.strip())
    return match is not None and (
        "multiple" in match.group(1).lower() or "all that" in match.group(1).lower()
    )


class Sheets:
    """The rows of a workbook by sheet; empty for a form that came without one."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], headings: Mapping[str, Sequence[str]]) -> None:
        self.rows = rows
        self.headings = {
            sheet: {heading: column_of(heading) for heading in written if heading}
            for sheet, written in headings.items()
        }
        self.names: dict[str, int] = {}
        self.paths: dict[tuple[str, ...], int] = {}
        self._walk()

    def _walk(self) -> None:
        """Give every question, group and repeat its path, by the groups that are open where it stands."""
        above: list[str] = []
        for number, row in self.lines("survey"):
            kind, name = self.value("survey", row, "type"), self.value("survey", row, "name")
            if _END.match(kind):
                del above[-1:]
                continue
            if name:
                self.names.setdefault(name, number)
                self.paths.setdefault((*above, name), number)
            if _BEGIN.match(kind):
                above.append(name)

    def lines(self, sheet: str) -> Iterator[tuple[int, Row]]:
        """(row number, row) of the rows that hold something."""
        for number, row in enumerate(self.rows.get(sheet, ()), start=FIRST_ROW):
            if row:
                yield number, row

    def value(self, sheet: str, row: Row, column: str, language: str = "") -> str:
        """What a row has in a column, by its present name; "" when it has nothing."""
        for heading, text in row.items():
            if self.headings.get(sheet, {}).get(heading) == (column, language):
                return str(text).strip()
        return ""

    def cell(self, sheet: str, number: int | None, column: str, language: str = "") -> str:
        """The same by row number."""
        rows = self.rows.get(sheet, ())
        at = (number or 0) - FIRST_ROW
        return self.value(sheet, rows[at], column, language) if 0 <= at < len(rows) else ""

    def heading(self, sheet: str, column: str, language: str = "") -> str:
        """A column as the author wrote its heading; its name when the sheet lacks it."""
        for heading, found in self.headings.get(sheet, {}).items():
            if found == (column, language):
                return heading
        return f"{column}::{language}" if language else column

    def question(self, path: Sequence[str]) -> int | None:
        """The row of a path, its steps below the form's own. What pyxform makes itself has the row it was made for."""
        steps = tuple(path)
        for tried in (steps, self._origin(steps)):
            if tried in self.paths:
                return self.paths[tried]
        last = (self._origin(steps)[-1:] or ("",))[0]
        invented = _INVENTED.fullmatch(last)
        return self.names.get(last) or (int(invented.group(1)) if invented else None)

    def _origin(self, steps: tuple[str, ...]) -> tuple[str, ...]:
        """`huis_count` belongs to the repeat `huis`, `kleur_other` to the question `kleur`."""
        if steps and steps[-1] not in self.names:
            for ending in ("_count", "_other"):
                if steps[-1].endswith(ending):
                    return (*steps[:-1], steps[-1].removesuffix(ending))
        return steps

    def lists(self) -> dict[str, list[tuple[int, Row]]]:
        """list → its rows in the sheet choices."""
        found: dict[str, list[tuple[int, Row]]] = {}
        for number, row in self.lines("choices"):
            name = self.value("choices", row, "list_name")
            if name:
                found.setdefault(name, []).append((number, row))
        return found
