"""A form as it goes on paper, empty or filled in: titles, questions, answers and boxes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperOption:
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """`options` make boxes, otherwise `answer` is printed, or `lines` writing lines when it is empty."""

    label: str
    hint: str = ""
    options: tuple[PaperOption, ...] = ()
    answer: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class PaperGroup:
    title: str
    questions: tuple[PaperQuestion, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """`head` are label and value pairs such as name and date; `foot` is repeated on each page."""

    title: str
    language: str
    organisation: str
    groups: tuple[PaperGroup, ...]
    head: tuple[tuple[str, str], ...] = ()
    foot: str = ""
    box_words: tuple[str, str] = ("leeg vakje", "aangekruist")
    """What a screen reader says for an empty and a ticked box, in the language of the form."""
