"""What waits, in words: which record of whom, why it waits, and what one can do."""

from __future__ import annotations

from datetime import date

from veldwerk.domain import names
from veldwerk.domain.terms import Terms
from veldwerk.services.sync_arrivals import Binned
from veldwerk.services.sync_review import Told
from veldwerk.texts import _, language
from veldwerk.texts.dates import clock_time, relative_day


def title(terms: Terms, one: Told) -> str:
    """«Bezoek: Klaas Bakker»."""
    kind = terms.label("kind", one.what.kind, language())
    whose = names.friendly_name(one.person) if one.person is not None else one.about
    return _("{kind}: {field}").format(kind=kind, field=whose) if whose else kind


def who(one: Told) -> str:
    """Whose doing it is."""
    return one.who or _("a colleague")


def binned(one: Told, today: date) -> str:
    """Who took it away and when."""
    what = one.what
    assert isinstance(what, Binned)
    when = _("{day} at {time}").format(day=relative_day(what.at.date(), today), time=clock_time(what.at))
    if what.here:
        return _("Taken away on this laptop, {when}").format(when=when)
    return _("Taken away by {name}, {when}").format(name=who(one), when=when)


def why(reason: str) -> str:
    """Why something is kept but not used, and what to do about it."""
    return {
        "kind": _(
            "Your version of Veldwerk does not know this yet. Update Veldwerk; then it appears by itself."
        ),
        "field": _(
            "A part of this is of a newer version. Update Veldwerk; then it appears by itself. The rest is there."
        ),
        "space": _("This came in a space where it does not belong. It is not used. Tell your administrator."),
        "other-space": _(
            "This record already stands in another space. What came in is not used. Tell your administrator."
        ),
        "text": _(
            "There are characters in it that cannot be kept. It is not used. Ask your colleague to type it again."
        ),
    }.get(reason, _("This cannot be used yet. It is kept."))
