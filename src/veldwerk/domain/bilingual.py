"""Text that travels inside data in both languages, and sentences that are translated at the edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text that belongs to a piece of data (an item, a rule, a label), in Dutch and English."""

    nl: str
    en: str

    def text(self, language: str) -> str:
        """The text in `language`; Dutch when the language is not English."""
        return self.en if language.partition("_")[0] == "en" else self.nl

    def to_json(self) -> dict[str, str]:
        """Both languages, for `--json` output."""
        return {"nl": self.nl, "en": self.en}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id with its values, made below the edge that translates it (compare `UserError`)."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.values)
