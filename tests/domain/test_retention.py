"""Retention classes (REQ-LAW-09 to 11)."""

from __future__ import annotations

from datetime import date

from veldwerk.domain.register import Retention
from veldwerk.domain.retention import BASIS, RetentionTerms, destroy_on

CREATED, CHANGED, CLOSED = date(2024, 2, 29), date(2026, 11, 24), date(2026, 12, 31)


def _on(
    retention: Retention, closed: date | None = CLOSED, terms: RetentionTerms | None = None
) -> date | None:
    return destroy_on(
        retention, created=CREATED, last_changed=CHANGED, closed=closed, terms=terms or RetentionTerms()
    )


def test_each_class_counts_from_its_own_moment() -> None:
    assert _on(Retention.WGBO) == date(2046, 11, 24)
    assert _on(Retention.WMO) == date(2039, 2, 28)
    assert _on(Retention.WELZIJN) == date(2028, 12, 31)
    assert _on(Retention.NONE) is None


def test_open_welfare_file_is_not_on_the_list() -> None:
    assert _on(Retention.WELZIJN, closed=None) is None


def test_welfare_term_is_a_setting() -> None:
    assert _on(Retention.WELZIJN, terms=RetentionTerms(welfare=12)) == date(2027, 12, 31)


def test_every_class_says_why() -> None:
    assert set(BASIS) == set(Retention)
