"""The shapes of a month report refuse what would be wrong on paper."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents import samples
from veldwerk.domain.errors import UserError
from veldwerk.domain.months import Figure, KeyFigure, Line, Row, Table, data, lines


def test_each_published_figure_once_in_a_fixed_order() -> None:
    found = [(d.section, d.id, d.row, d.column) for d in data(samples.month())]
    assert len(found) == len(set(found))
    assert [section for section, *_more in found] == ["key"] * 9 + ["indicator"] * 4 + ["table"] * 10
    assert all(d.period == "2026-11" for d in data(samples.month()))


def test_sentences_follow_the_indicators_there_are() -> None:
    report = samples.month(
        key=(
            KeyFigure("S01", "Signalen", samples.shown(17), samples.shown(12)),
            KeyFigure("D01", "Verwijzingen", samples.shown(14)),
        ),
        figures=(Figure("D03", "Gestart", samples.shown(57), samples.shown(8), samples.shown(14)),),
    )
    made = lines(report)
    assert [line.message.split(":")[0] for line in made[:2]] == ["Signals received", "Referrals sent"]
    assert made[1].values["started"] == samples.shown(8)
    assert made[-1] == Line(
        "Numbers below {threshold} are hidden, so that nobody can be recognised.", {"threshold": 5}
    )


def test_a_row_that_does_not_fit_its_table_is_refused() -> None:
    with pytest.raises(ValueError):
        Table("X", "t", ("a", "b"), (Row("r", "r", (samples.SMALL,)),))


def test_no_thirteenth_month_and_no_ninth_key_figure() -> None:
    with pytest.raises(UserError):
        samples.month(month=13, reference_date=date(2026, 12, 31))
    with pytest.raises(ValueError):
        samples.month(key=tuple(KeyFigure(str(n), "k", samples.SMALL) for n in range(9)))
