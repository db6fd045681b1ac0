"""What the sheets alone tell: lists, choices, translations, and columns that need a setting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.linting.placing import Placing
from veldwerk.xlsform.sheets import list_of, takes_several

_TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
_UNSEEN = re.compile(
    r"(?:calculate|hidden|start|end|today|username|deviceid|audit|email|phonenumber)$", re.IGNORECASE
)


def check(placing: Placing) -> Iterator[Finding]:
    """All checks that need no form."""
    yield from unused_lists(placing)
    yield from spaces(placing)
    for sheet in ("survey", "choices"):
        yield from translations(placing, sheet)
    yield from namespaces(placing)


def unused_lists(placing: Placing) -> Iterator[Finding]:
    """Lists that no question and no expression names."""
    words: set[str] = set()
    for sheet in ("survey", "settings", "entities"):
        for _number, row in placing.sheets.lines(sheet):
            for text in row.values():
                words.update(re.findall(r"[^\s'\"(),=\[\]/]+", text))
    for name, rows in placing.sheets.lists().items():
        if name not in words:
            message = N_("No question uses the list {list}. Remove it, or give a question this list.")
            heading = placing.sheets.heading("choices", "list_name")
            yield placing.at("choices", rows[0][0], heading, message, "warning", list=name)


def spaces(placing: Placing) -> Iterator[Finding]:
    """Choices with a space in their name, in a list of which several may be picked."""
    kinds = [placing.sheets.value("survey", row, "type") for _number, row in placing.sheets.lines("survey")]
    several = {list_of(kind) for kind in kinds if takes_several(kind) or kind.lower().startswith("rank ")}
    heading = placing.sheets.heading("choices", "name")
    for list_name, rows in placing.sheets.lists().items():
        for number, row in rows if list_name in several else ():
            name = placing.sheets.value("choices", row, "name")
            if " " in name:
                message = N_(
                    "The choice “{name}” of {list} has a space in its name. Write _ instead, because a space divides "
                    "the answers that are picked."
                )
                yield placing.at("choices", number, heading, message, name=name, list=list_name)


def translations(placing: Placing, sheet: str) -> Iterator[Finding]:
    """Words that a row has in one language and lacks in another; a whole column that is missing is told once."""
    headings = placing.sheets.headings.get(sheet, {})
    default = next(
        (
            placing.sheets.value("settings", row, "default_language")
            for _n, row in placing.sheets.lines("settings")
        ),
        "",
    )
    languages = _languages(placing, default)
    if len(languages) < 2:
        return
    for column in _TRANSLATED:
        written = {
            language or default: heading for heading, (name, language) in headings.items() if name == column
        }
        if not written:
            continue
        for language in languages:
            if language not in written:
                message = N_("The column {part} is missing for the language {language}. Add {heading}.")
                heading = f"{column}::{language}" if language else column
                values = {"part": column, "language": language or "default", "heading": heading}
                yield placing.at(sheet, 1, None, message, "warning", **values)
        yield from _missing(placing, sheet, column, written)


def _languages(placing: Placing, default: str) -> list[str]:
    """The languages of the form, from the headings of both sheets."""
    found: dict[str, None] = {}
    for sheet in ("survey", "choices"):
        for name, language in placing.sheets.headings.get(sheet, {}).values():
            if name in _TRANSLATED and (language or name == "label"):
                found[language or default] = None
    return list(found)


def _missing(placing: Placing, sheet: str, column: str, written: dict[str, str]) -> Iterator[Finding]:
    used = {
        language: heading
        for language, heading in written.items()
        if any(row.get(heading, "").strip(" -") for _number, row in placing.sheets.lines(sheet))
    }
    for language, heading in written.items():
        if language not in used and used:
            message = N_("The column {heading} is empty. Fill it in, or remove it and with it the language.")
            yield placing.at(sheet, 1, heading, message, "warning", heading=heading)
    for number, row in placing.sheets.lines(sheet):
        kind = placing.sheets.value("survey", row, "type") if sheet == "survey" else ""
        if _UNSEEN.match(kind) or kind.lower().startswith("end"):
            continue
        filled = {language: bool(row.get(heading, "").strip(" -")) for language, heading in used.items()}
        name = placing.sheets.value(sheet, row, "name")
        for language, there in filled.items():
            if not there and any(filled.values()):
                message = N_("{name}: the {part} is missing in {language}. Fill it in.")
                values = {"name": name, "part": column, "language": language or "default"}
                yield placing.at(sheet, number, used[language], message, "warning", **values)


def namespaces(placing: Placing) -> Iterator[Finding]:
    """Columns such as `bind::veldwerk:space` whose prefix the settings do not explain."""
    given = " ".join(
        placing.sheets.value("settings", row, "namespaces") for _n, row in placing.sheets.lines("settings")
    )
    known = {part.partition("=")[0] for part in given.split()} | {
        "jr",
        "odk",
        "orx",
        "ev",
        "h",
        "xsd",
        "entities",
    }
    for heading in placing.sheets.headings.get("survey", {}):
        match = re.match(r"(?:bind|body|control|instance)::([A-Za-z][\w.-]*):[A-Za-z]", heading)
        if match is not None and match.group(1) not in known:
            message = N_(
                "The column {heading} uses the prefix {prefix}, which is not explained. Add it to “namespaces” in the "
                'sheet settings: {prefix}="https://…".'
            )
            yield placing.at("survey", 1, heading, message, heading=heading, prefix=match.group(1))
