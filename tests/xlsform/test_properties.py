"""Whatever is done to a form, in whatever order: what it shows is what working out everything at once would show."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.xlsform.made import ports
from tests.xlsform.own_forms import NAMES, own
from tests.xlsform.walks import STEPS, state, walk
from veldwerk.xlsform import Form, Session, parse

CORPUS = (
    "whova_form.xml",
    "SOAR_facilitysurvey_full_2017May11_Kenya.xml",
    "bench9.xml",
    "socio-economic-survey-v20240515.xml",
    "ifrc-distribution-site-assessment-v1.xml",
    "all-question-types-v2024091201-3.xml",
    "eIMCI-by-D-Tree.xml",
    "liberiaCoverage.xml",
    "nested_repeats.xml",
    "itemset-repeat-relevant-current-new.xml",
    "three-level-cascading-select.xml",
    "repeat-count-nested-2.xml",
    "calcs_in_repeats_2.xml",
    "nested_repeats_triple.xml",
    "exclude-non-relevant-cascade-across-repeats.xml",
    "multiple_repeats_relevant.xml",
)


@cache
def foreign(folder: Path, name: str) -> Form | None:
    """A form of the shared corpus, parsed once; None when it is not there."""
    path = next(iter(sorted((folder / "forms" / "corpus").rglob(name))), None)
    return None if path is None else parse(path.read_bytes(), media=path.parent)


@pytest.fixture(params=CORPUS)
def foreign_form(request: pytest.FixtureRequest, shared_data: Path) -> Form:
    """Each form of CORPUS, or a skip that names the one that is not there."""
    form = foreign(shared_data, request.param)
    if form is None:
        pytest.skip(f"{request.param} is not in the shared data")
    return form


def _new(form: Form, instance: bytes | None = None, language: str | None = None) -> Session:
    """A session in which a rule that asks for a new id gets the same one each time it is worked out."""
    return Session(form, ports(new_id=lambda: "00000000-0000-4000-8000-000000000000"), instance, language)


def _agrees_with_everything_at_once(session: Session) -> None:
    """With the answers saved and taken up again, and with every rule worked out once more where it stands."""
    seen = state(session)
    again = _new(session.form, session.save(), session.language)
    assert state(again) == seen
    session._work.everything()
    assert state(session) == seen


@pytest.mark.parametrize("name", NAMES)
def test_a_change_at_a_time_equals_everything_at_once(name: str) -> None:
    @settings(max_examples=150)
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        session = _new(own(name))
        walk(session, steps)
        _agrees_with_everything_at_once(session)

    run()


def test_a_change_at_a_time_equals_everything_at_once_on_foreign_forms(foreign_form: Form) -> None:
    @settings(max_examples=8)
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        session = _new(foreign_form)
        walk(session, steps)
        _agrees_with_everything_at_once(session)

    run()
