"""Drafts are local: they survive closing, and are in no log, audit, search or sync."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.store.making import Desk
from veldwerk.services.ports import Draft

DRAFT = Draft(
    id="d1", person="p1", form="huisbezoek75", form_version="3", visit="v1", place="/data/eenzaam/vraag_4",
    answered=7, updated_at=datetime(2026, 3, 2, 10, 15, tzinfo=UTC), instance="<data>Dörsson</data>".encode(),
)  # fmt: skip


def test_a_draft_comes_back_on_its_place_after_closing(one: Desk) -> None:
    one.vault.write(lambda w: w.save_draft(DRAFT))
    one.reopen()
    assert one.vault.read(lambda r: r.draft("d1")) == DRAFT


def test_saving_again_replaces_and_the_latest_stands_first(one: Desk) -> None:
    later = replace(DRAFT, answered=8, updated_at=DRAFT.updated_at + timedelta(seconds=1))
    other = replace(DRAFT, id="d2", visit="v2")
    for draft in (DRAFT, other, later):
        one.vault.write(lambda w, d=draft: w.save_draft(d))
    assert one.vault.read(lambda r: r.drafts()) == [later, other]


def test_a_dropped_draft_is_gone(one: Desk) -> None:
    one.vault.write(lambda w: w.save_draft(DRAFT))
    one.vault.write(lambda w: (w.drop_draft("d1"), w.drop_draft("d1")))
    assert one.vault.read(lambda r: (r.drafts(), r.draft("d1"))) == ([], None)


def test_a_draft_leaves_no_trace_elsewhere(one: Desk) -> None:
    digest = one.vault.read(lambda r: r.digest("casus"))
    one.vault.write(lambda w: w.save_draft(DRAFT))
    assert one.vault.read(lambda r: (r.log(), r.audit(), r.pending_count("casus"))) == ([], [], 0)
    assert one.vault.read(lambda r: r.digest("casus")) == digest
