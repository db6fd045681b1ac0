"""Headings that are nearly the name of a column: pyxform passes over a column that it does not know without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.linting.placing import Placing

_MEDIA = ("image", "big-image", "audio", "video", "media")
_WORDS = {
    "survey": (
        *("type", "name", "label", "hint", "guidance_hint", "relevant", "required", "required_message", "read_only"),
        *("constraint", "constraint_message", "calculation", "default", "appearance", "parameters", "trigger"),
        *("choice_filter", "repeat_count", "save_to", "autoplay", "relevance", "calculate", *_MEDIA),
    ),
    "choices": ("list_name", "name", "label", *_MEDIA),
    "settings": (
        *("form_title", "form_id", "version", "default_language", "instance_name", "public_key", "submission_url"),
        *("namespaces", "allow_choice_duplicates", "client_editable", "clean_text_values", "omit_instanceID"),
        *("auto_send", "auto_delete", "instance_xmlns", "entity_version", "style"),
    ),
}  # fmt: skip
OLD = {
    "survey": (
        *("caption", "command", "tag", "value", "count", "rows", "compact_tag", "constraining_message"),
        *("requiredmsg", "readonly", "noapperrorstring", "no_app_error_string", "instance", "bind", "control", "body"),
        *("disabled", "dataset", "intent", "query", "list_name", "flat"),
    ),
    "choices": ("list name", "caption", "value", "geometry", "dataset"),
    "settings": ("title", "id_string", "set_form_title", "set_form_id", "prefix", "attribute", "delimiter", "name"),
}  # fmt: skip
"""Names that count as known and that nobody would mean today; `comment` is not a slip for `command`."""
_SPLIT = re.compile(r"::?")
_WORD = re.compile(r"[\w\-]+")


def check(placing: Placing) -> Iterator[Finding]:
    """All headings of the sheets survey, choices and settings."""
    for sheet, known in _WORDS.items():
        used = _used(placing) if sheet == "choices" else set[str]()
        for heading in placing.sheets.headings.get(sheet, {}):
            first, *rest = _SPLIT.split(heading, maxsplit=1)
            written = first.strip().lower()
            plain = re.sub(r"[\s\-]+", "_", written)
            if {written, plain} & {one.lower() for one in (*known, *OLD[sheet])} or heading in used:
                continue
            if rest and written.startswith(("sms", "jr", "odk")):
                continue
            near = _near(plain, known)
            if near:
                message = N_("The column {heading} is not known and is left out. {advice}")
                advice = FormError(N_("Did you mean {near}?"), near=near + heading[len(first) :])
                yield placing.at(sheet, 1, heading, message, "warning", heading=heading, advice=advice)


def _used(placing: Placing) -> set[str]:
    """The words in the survey: a column of choices that a filter or a path names is the author's own."""
    rows = (row for _number, row in placing.sheets.lines("survey"))
    return {word for row in rows for text in row.values() for word in _WORD.findall(text)}


def _near(written: str, known: tuple[str, ...]) -> str:
    """The known column this is a slip of the keyboard away from, "" when it is a word of its own."""
    if len(written) < 4 or written[-1].isdigit():
        return ""
    for one in sorted(known, key=lambda word: OSA.distance(written, word.lower())):
        away = OSA.distance(written, one.lower())
        if len(written) == 4:
            return one if away == 1 and sorted(written) == sorted(one) else ""
        if away <= (2 if len(written) >= 7 else 1):
            return one
    alike = max(known, key=lambda word: fuzz.ratio(written, word))
    return alike if len(written) >= 10 and fuzz.ratio(written, alike) >= 85 else ""
