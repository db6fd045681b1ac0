"""Words for codes: complete in both languages, and there for every code that records keep."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from tests.places import knowledge
from veldwerk.domain.errors import UserError
from veldwerk.domain.referrals import TRANSITIONS
from veldwerk.domain.terms import read_terms
from veldwerk.domain.visits import OUTCOMES
from veldwerk.services.access import Role
from veldwerk.services.referrals import ANSWERS
from veldwerk.services.signals import OUTCOMES as SIGNAL_OUTCOMES
from veldwerk.services.signals import URGENCIES


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("visit_outcome", OUTCOMES),
        ("signal_outcome", SIGNAL_OUTCOMES),
        ("urgency", URGENCIES),
        ("task_status", TRANSITIONS),
        ("role", [role.value for role in Role]),
        ("business_status", [business for _status, business in ANSWERS.values()]),
        ("category", [code for one in ("djg6", "djg11") for code in knowledge().library.get(one).categories]),
    ],
)
def test_every_code_has_words(group: str, codes: Iterable[str]) -> None:
    assert set(codes) <= set(knowledge().terms.groups[group])


def test_a_code_of_a_newer_version_shows_as_itself() -> None:
    assert knowledge().terms.label("urgency", "U9") == "U9"
    assert knowledge().terms.label("urgency", "U1", "en") == "Urgent"


def test_a_word_without_dutch_or_english_is_refused_by_name() -> None:
    with pytest.raises(UserError) as error:
        read_terms({"role": {"arts": {"nl": "arts"}}})
    assert (error.value.values["group"], error.value.values["term"]) == ("role", "arts")


def test_forbidden_words_stand_nowhere_in_what_users_read() -> None:
    forbidden = re.compile(r"\b(diagnose|behandeladvies|risicoscore)\b", re.IGNORECASE)
    for group in knowledge().terms.groups.values():
        for label in group.values():
            assert not forbidden.search(label.nl)
