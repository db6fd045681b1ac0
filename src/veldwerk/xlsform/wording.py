"""The words and media of a form in the session's language, with their values filled in."""

from __future__ import annotations

from collections.abc import Mapping

from veldwerk.xlsform.markdown import Markup, markup, place
from veldwerk.xlsform.program import Program
from veldwerk.xlsform.texts import Output, Text
from veldwerk.xlsform.tree import XNode
from veldwerk.xlsform.xpath.context import Context, Env
from veldwerk.xlsform.xpath.values import to_string

MEDIA = ("image", "big-image", "audio", "video")
NO_MEDIA: Mapping[str, str] = {}
NO_ENTRY: Mapping[str, Text] = {}
_SPACES = " \t\r\n"
_NOTHING = frozenset({"", "-"})
"""What pyxform writes for a translation that is missing."""


class Wording:
    """Finds texts by language: the one that is spoken, then the form's default, then any that has the words."""

    def __init__(self, program: Program, env: Env, top: XNode) -> None:
        self.program = program
        self.form = program.form
        self.env = env
        self.top = top
        self._languages: tuple[str, ...] = ()
        self._entries: dict[str, Mapping[str, Text]] = {}

    def speak(self, language: str) -> None:
        """Go on in this language of the form."""
        others = [name for name in (self.form.default_language, *self.form.languages) if name != language]
        self._languages = tuple(dict.fromkeys([language, *others]))
        self._entries.clear()

    def entry(self, key: str) -> Mapping[str, Text]:
        """The forms of an itext entry ("" is the plain text), each in the first language that has it."""
        found = self._entries.get(key)
        if found is None:
            found = self._entries[key] = self._resolved(key)
        return found

    def _resolved(self, key: str) -> Mapping[str, Text]:
        merged: dict[str, Text] = {}
        empty: dict[str, Text] = {}
        for language in self._languages:
            for form, text in self.form.texts.get(language, {}).get(key, {}).items():
                (merged if _filled(text) else empty).setdefault(form, text)
        if not merged and not empty:
            return NO_ENTRY
        plain = merged.get("") or merged.get("long") or merged.get("short")
        found = {**empty, **merged}
        if plain is not None:
            found[""] = plain
        return found

    def text(self, text: Text | None, form: str = "") -> Text | None:
        """The text meant by a label, hint or message; `form` "" is the plain text, else `guidance`, `image`, …"""
        if text is None:
            return None
        if text.key:
            return self.entry(text.key).get(form)
        return None if form else text

    def words(self, text: Text | None, node: XNode | None, form: str = "") -> str:
        """A text with its values filled in; "" when the form has none."""
        meant = self.text(text, form)
        if meant is None:
            return ""
        parts = meant.parts
        if not meant.expression and len(parts) <= 1 and all(isinstance(part, str) for part in parts):
            return str(parts[0]).strip(_SPACES) if parts else ""
        context = Context(node if node is not None else self.top.children[0], self.env)
        filled = self.program.parts(meant, node.field if node is not None else None)
        joined = "".join(part if isinstance(part, str) else to_string(part(context)) for part in filled)
        return joined.strip(_SPACES)

    def itext(self, key: str, node: XNode | None = None) -> str:
        """The plain text of an itext entry."""
        return self.words(Text(key=key), node)

    def media(self, text: Text | None, node: XNode) -> Mapping[str, str]:
        """Kind (image, big-image, audio, video) to the name of the file, as `Form.read_media` takes it."""
        if text is None or not text.key:
            return NO_MEDIA
        entry = self.entry(text.key)
        if len(entry) < 2:
            return NO_MEDIA
        return {
            kind: self.words(text, node, kind).rpartition("/")[2]
            for kind in MEDIA
            if kind in entry and _filled(entry[kind])
        }

    def marked(self, text: Text | None, node: XNode, form: str = "") -> Markup:
        """A text with its markup read; values in it are never read as markup."""
        meant = self.text(text, form)
        if meant is None:
            return ()
        context = Context(node, self.env)
        values: list[str] = []
        pieces: list[str] = []
        for piece in self.program.parts(meant, node.field):
            if isinstance(piece, str):
                pieces.append(piece)
            else:
                pieces.append(place(len(values)))
                values.append(to_string(piece(context)))
        return markup("".join(pieces), values)


def _filled(text: Text) -> bool:
    return bool(text.expression) or any(
        isinstance(part, Output) or part.strip() not in _NOTHING for part in text.parts
    )
