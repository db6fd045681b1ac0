"""Requests and invitations as text, and who was heard of when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sync.team import Colleague, Team
from veldwerk.domain.errors import UserError
from veldwerk.services.sync_attendance import Attendance, administers
from veldwerk.services.sync_text import LARGEST, from_text, short, to_text
from veldwerk.sync.stores.memory import MemoryStore


@given(st.binary(min_size=1, max_size=3000))
def test_text_and_back(content: bytes) -> None:
    data = b"VW" + content
    assert from_text(to_text(data)) == data
    assert from_text(short(data)) == data


def test_text_survives_a_mail() -> None:
    data = b"VWRQ1\n" + bytes(range(256))
    text = to_text(data)
    quoted = "Hoi, hier is het:\n\n" + "\r\n".join(f"> {line}" for line in text.splitlines()) + "\n\nGroet"
    assert from_text(quoted) == data
    assert from_text(f"Beste,\n{text}\nGroeten van Karim") == data


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "geen verzoek!",
        "dit is geen verzoek",
        "a" * (LARGEST + 1),
        "---- VELDWERK ----\n---- EINDE ----",
    ],
)
def test_other_text_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UserError) as refused:
        from_text(text)
    assert refused.value.code == "not-ours"


def attendance(one: Colleague) -> Attendance:
    return Attendance(one.vault, one.service, one.clock)


def test_who_was_heard_of_when_is_by_our_own_clock(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert", offset=-timedelta(days=400))
    team.found(anna, store, bert, spaces="kaart casus")
    attendance(anna).note(anna.actor)
    mine, his = attendance(anna).all(anna.actor)
    assert mine.me
    assert not his.me
    assert his.presence.seen == ""
    assert his.presence.since
    team.settle(store)
    anna.clock.advance(timedelta(hours=2))
    attendance(anna).note(anna.actor)
    heard = attendance(anna).all(anna.actor)[1].presence.seen
    assert heard == anna.clock.now().isoformat(timespec="seconds")
    anna.clock.advance(timedelta(hours=2))
    anna.sync(store)
    attendance(anna).note(anna.actor)
    assert attendance(anna).all(anna.actor)[1].presence.seen == heard
    bert.person("Nieuw")
    team.settle(store)
    attendance(anna).note(anna.actor)
    assert attendance(anna).all(anna.actor)[1].presence.seen > heard


def test_a_removed_device_stands_last_and_who_may_remove_is_known(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert, spaces="kaart casus")
    team.settle(store)
    mine, his = (one.service.fingerprint(one.actor) for one in (anna, bert))
    assert administers(anna.service.members(anna.actor), mine) == {"kaart", "casus"}
    assert administers(bert.service.members(bert.actor), his) == frozenset()
    dev = attendance(anna).all(anna.actor)[1].dev
    anna.service.revoke(anna.actor, store, "casus", dev)
    assert not attendance(anna).all(anna.actor)[1].revoked
    anna.service.revoke(anna.actor, store, "kaart", dev)
    assert attendance(anna).all(anna.actor)[-1].revoked
