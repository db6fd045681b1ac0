"""Words for the codes that records keep: one place for screens, letters and reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.domain.bilingual import Bilingual
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.register import split_space


@dataclass(frozen=True, slots=True)
class Terms:
    """Groups of codes with their labels, from `resources/terms`."""

    groups: Mapping[str, Mapping[str, Bilingual]]

    def label(self, group: str, code: str, language: str = "nl") -> str:
        """The words for `code`; the code itself when nobody has given it words (data of a newer version)."""
        found = self.groups.get(group, {}).get(code)
        return found.text(language) if found is not None else code

    def space(self, label: str, language: str = "nl") -> str:
        """What a space is called; one that holds a single record goes by what it is."""
        return self.label("space", split_space(label)[0], language)

    def options(self, group: str, language: str = "nl") -> list[tuple[str, str]]:
        """(code, words) of a group, in the order of the file."""
        return [(code, label.text(language)) for code, label in self.groups[group].items()]


def read_terms(data: Mapping[str, object]) -> Terms:
    """Terms from parsed TOML; UserError names the group and code that lacks a language."""
    groups: dict[str, dict[str, Bilingual]] = {}
    for group, codes in data.items():
        if not isinstance(codes, Mapping):
            raise UserError(N_("Terms: «{group}» is not a group."), code="bad-terms", group=group)
        for code, words in codes.items():
            if not isinstance(words, Mapping) or not words.get("nl") or not words.get("en"):
                raise UserError(
                    N_("Terms: «{term}» of «{group}» lacks Dutch or English."),
                    code="bad-terms",
                    group=group,
                    term=code,
                )
            groups.setdefault(group, {})[code] = Bilingual(str(words["nl"]), str(words["en"]))
    return Terms(groups)
