"""The handbook in the window: pages of markdown, and what to do for the code of a message.

Content is handed in by `app` (resources/handbook/<language>/<page>.md); nothing is read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_ADVICE = re.compile(
    r"^##+ (?P<title>.+)\n(?P<codes>`[a-z`\- ]+`)\n\n(?P<text>(?:(?!^#).*\n?)+)", re.MULTILINE
)
_CODE = re.compile(r"`([a-z-]+)`")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `id` is the same in every language and sorts as the pages should be read."""

    id: str
    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do for a message: `page` and `title` say where it stands in the handbook."""

    page: str
    title: str
    text: str


class Handbook:
    """`content` is language to page id to markdown. Every page begins with `# Title`."""

    def __init__(self, content: Mapping[str, Mapping[str, str]]) -> None:
        self._content = content

    def pages(self, language: str) -> list[Page]:
        """The pages in the order of reading; in English when a language has none. ValueError: a page has no title."""
        texts = self._content.get(language) or self._content["en"]
        return [Page(page, _title(page, text), text) for page, text in sorted(texts.items())]

    def advice(self, language: str) -> dict[str, Advice]:
        """Message code to what one can do: headings that are followed by a line of codes."""
        found: dict[str, Advice] = {}
        for page in self.pages(language):
            for match in _ADVICE.finditer(page.markdown):
                advice = Advice(page.id, match["title"], match["text"].strip())
                found.update(dict.fromkeys(_CODE.findall(match["codes"]), advice))
        return found


def _title(page: str, text: str) -> str:
    match = _TITLE.match(text)
    if match is None:
        raise ValueError(f"the page {page} of the handbook has no title")
    return match[1]
