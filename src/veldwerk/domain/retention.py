"""How long records stay, by retention class (REQ-LAW-09 to 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from veldwerk.domain.ages import add_months
from veldwerk.domain.errors import N_
from veldwerk.domain.register import Retention


@dataclass(frozen=True, slots=True)
class RetentionTerms:
    """Terms in months. WGBO and Wmo are law; welfare has no fixed statute and is a setting."""

    wgbo: int = 240
    wmo: int = 180
    welfare: int = 24


BASIS = {
    Retention.WGBO: N_("WGBO art. 7:454: 20 years after the last change in the file"),
    Retention.WMO: N_("Wmo 2015 art. 5.3.4: 15 years after receipt"),
    Retention.WELZIJN: N_("Setting of the organisation, counted from closing the file"),
    Retention.NONE: N_("No term: this is no personal data"),
}
"""The reason shown beside a term, by class."""

_STANDARD = RetentionTerms()


def destroy_on(
    retention: Retention,
    *,
    created: date,
    last_changed: date,
    closed: date | None,
    terms: RetentionTerms = _STANDARD,
) -> date | None:
    """The day from which a record stands on the list to destroy; None when it has no term or its file is
    open.

    `wgbo` counts from the last change in the file, `wmo` from receipt or creation of the record itself,
    `welzijn` from closing. Nothing is destroyed by itself: the list needs two persons (REQ-LAW-11).
    """
    if retention is Retention.WGBO:
        return add_months(last_changed, terms.wgbo)
    if retention is Retention.WMO:
        return add_months(created, terms.wmo)
    if retention is Retention.WELZIJN and closed is not None:
        return add_months(closed, terms.welfare)
    return None
