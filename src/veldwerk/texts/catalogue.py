"""The catalogue in use. Lookup happens at call time, so a change of language needs only a rebuilt window."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import Final, Literal

from veldwerk.domain.errors import N_

__all__ = [
    "LANGUAGES",
    "Language",
    "N_",
    "_",
    "install",
    "install_pseudo",
    "language",
    "ngettext",
    "set_language",
]

Language = Literal["nl", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en")
DOMAIN: Final = "veldwerk"
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")


class _PseudoCatalogue(gettext.NullTranslations):
    """Wraps each text in ⟦…⟧ and leaves placeholders alone: text on screen without brackets was never
    translated."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class _LongCatalogue(_PseudoCatalogue):
    """As the pseudo catalogue, with each text at double length, to find labels that get cut off."""

    def gettext(self, message: str) -> str:
        words = "".join(part for part in _PLACEHOLDER.split(message) if not _PLACEHOLDER.fullmatch(part))
        return f"⟦{message} {words}⟧"


class _Current:
    """The one piece of state: which language, and its catalogue."""

    def __init__(self) -> None:
        self.locale: Path | None = None
        self.language: Language = "nl"
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()


_current = _Current()


def install(locale: Path, language: str = "nl") -> None:
    """Name the folder that holds `<language>/LC_MESSAGES/veldwerk.mo`, and choose a language."""
    _current.locale = locale
    set_language(language)


def set_language(code: str) -> None:
    """Choose «nl» or «en». Raises ValueError for another code. Without a compiled catalogue Dutch falls back
    to
    the English ids (a source tree in which set-up did not run)."""
    if code not in LANGUAGES:
        raise ValueError(f"unknown language {code!r}")
    _current.language = code
    _current.catalogue = gettext.NullTranslations()
    if code != "en" and _current.locale is not None:
        _current.catalogue = gettext.translation(DOMAIN, _current.locale, [code], fallback=True)


def install_pseudo(*, double: bool = False) -> None:
    """Show each text as ⟦…⟧, at double length when asked. The language for dates and numbers stays as it is;
    `set_language` ends it."""
    _current.catalogue = _LongCatalogue() if double else _PseudoCatalogue()


def language() -> Language:
    """The language in use."""
    return _current.language


def _(message: str) -> str:
    """The text of `message` (one plain English literal) in the language in use."""
    return _current.catalogue.gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The text for `n` of something. Fill `{n}` yourself: the catalogue only chooses the form."""
    return _current.catalogue.ngettext(singular, plural, n)
