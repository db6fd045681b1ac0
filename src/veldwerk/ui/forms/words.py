"""Texts of a form: the markdown subset of ODK, made plain or made HTML, and messages of the engine."""

from __future__ import annotations

import html
import re

from veldwerk.texts import _
from veldwerk.xlsform import Node, Problem

_MARKS = re.compile(r"(\*\*|__|\*|_|`|</?(?:span|strong|em|b|i|u|br)[^>]*>|^#{1,6} )", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_STRESS = re.compile(r"(?<![\w*_])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*_])")
_TAG = re.compile(r"<[^>]+>")
_HEAD = re.compile(r"^#{1,6} +", re.MULTILINE)


def is_marked(text: str) -> bool:
    """Whether `text` holds markup at all; most labels do not, and stay plain text."""
    return bool(_MARKS.search(text) or _LINK.search(text))


def to_plain(text: str) -> str:
    """`text` for a screen reader or a button: no marks, links by their words."""
    bare = _HEAD.sub("", _TAG.sub("", _LINK.sub(r"\1", text)))
    return _STRESS.sub(r"\2", _STRONG.sub(r"\2", bare)).strip()


def to_html(text: str) -> str:
    """The subset as the rich text of a label. Colours of a form are left out: they fail in the dark."""
    safe = html.escape(_HEAD.sub("", _TAG.sub("", _LINK.sub(r"\1", text))).strip(), quote=False)
    return _STRESS.sub(r"<i>\2</i>", _STRONG.sub(r"<b>\2</b>", safe)).replace("\n", "<br>")


def said(state: Node | Problem) -> str:
    """The complaint of a question in the language of the window or, when the form gives one, of the form."""
    return _(state.message) if state.message_is_default else to_plain(state.message)
