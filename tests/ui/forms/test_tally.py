"""Counting and marking."""

from __future__ import annotations

from veldwerk.ui.forms.tally import Mark, Standing, Tally


def tally(*standings: Standing) -> Tally:
    made = Tally()
    for at, standing in enumerate(standings):
        made.put(f"/d/{at}", standing)
    return made


def test_only_relevant_questions_count() -> None:
    made = tally(Standing("a", True, True), Standing("a", True, False), Standing("a", False, True))
    assert made.count("a") == (1, 2)
    assert made.mark("a") is Mark.DOING


def test_a_page_is_begun_done_or_has_a_problem() -> None:
    made = tally(
        Standing("a", True, False),
        Standing("b", True, True),
        Standing("c", True, True, broken=True),
        Standing("d", False, False),
    )
    assert [made.mark(page) for page in "abcd"] == [Mark.TODO, Mark.DONE, Mark.PROBLEM, Mark.DONE]
    assert made.count() == (2, 3)


def test_questions_that_went_away_no_longer_count() -> None:
    made = tally(Standing("a", True, True), Standing("a", True, True))
    made.keep({"/d/0"})
    assert made.count() == (1, 1)
