"""What travels with the program, read once: instruments, rules, letter texts, words, indicators."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from veldwerk.domain.indicators import Indicator, read_indicators
from veldwerk.domain.instruments import Library, read_library
from veldwerk.domain.letter_texts import parse as parse_letter
from veldwerk.domain.letter_texts import words as letter_words
from veldwerk.domain.terms import Terms, read_terms
from veldwerk.rules.table import RuleTable
from veldwerk.rules.table import load as load_rules
from veldwerk.services.handbook import Handbook
from veldwerk.services.letters import Texts
from veldwerk.system import paths

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All parsed resources."""

    library: Library
    rules: RuleTable
    texts: Texts
    terms: Terms
    indicators: Mapping[str, Indicator]

    @property
    def intervention_labels(self) -> Mapping[str, Mapping[str, str]]:
        """Intervention code to language to words."""
        return {
            code: {language: one.label.text(language) for language in LANGUAGES}
            for code, one in self.rules.interventions.items()
        }


def load_knowledge(resources: Path) -> Knowledge:
    """Read `resources`; UserError names file and key of what is wrong in it."""
    terms = read_terms(_toml(resources / "terms" / "terms.toml"))
    letters = {path.stem: _toml(path) for path in sorted((resources / "letters").glob("*.toml"))}
    words = letters.pop("words")
    rules = json.loads((resources / "rules" / "rules.json").read_text("utf-8"))
    return Knowledge(
        library=read_library({p.stem: _toml(p) for p in sorted((resources / "instruments").glob("*.toml"))}),
        rules=load_rules(rules),
        texts=Texts(
            {kind: parse_letter(text) for kind, text in letters.items()},
            {language: letter_words(words, language) for language in LANGUAGES},
            terms,
        ),
        terms=terms,
        indicators=read_indicators(_toml(resources / "indicators" / "indicators.toml")),
    )


def handbook() -> Handbook:
    """The handbook in every language it has."""
    folder = paths.resources() / "handbook"
    return Handbook(
        {
            language: {p.stem: p.read_text("utf-8") for p in (folder / language).glob("*.md")}
            for language in LANGUAGES
        }
    )


def _toml(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        return tomllib.load(file)
