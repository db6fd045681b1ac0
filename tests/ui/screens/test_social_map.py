"""The social map on screen: finding, how fresh it is, correcting in place, adding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtWidgets import QLabel

from tests.places import NOW
from tests.ui.screens.own_vault import Opened
from veldwerk.domain.social_map import Service
from veldwerk.texts import set_language
from veldwerk.ui.screens.social_map import words


def add(opened: Opened, **fields: object) -> Service:
    work = opened.work
    values: dict[str, object] = {"name": "Eetcafé Zoë", "kind": "ontmoeten_activiteit", "city": "Zutphen"}
    return work.services.social_map.add(work.actor, Service(id="", **{**values, **fields}))  # type: ignore[arg-type]


def said(opened: Opened) -> str:
    return "\n".join(label.text() for label in opened.window.findChildren(QLabel) if label.isVisible())


def test_search_folds_accents_and_the_filter_names_the_kind(opened: Opened) -> None:
    made = add(opened)
    page = opened.page("map")
    page.search.setText("eetcafe zoe")
    page.search.returnPressed.emit()
    opened.wait()
    assert [row.id for row in page._list.rows] == [made.id]
    page._kind.setCurrentIndex(page._kind.findData("rouwondersteuning"))
    page._again()
    opened.wait()
    assert page._list.rows == ()
    opened.press("map.nomatch.action")
    assert len(page._list.rows) > 1 and page.search.text() == "" and page._kind.currentData() == ""


def test_how_fresh_it_is_stands_in_words_and_as_a_sign() -> None:
    set_language("nl")
    today = NOW.date()
    old = Service(id="s", name="De Brug", checked_on=today - timedelta(days=200))
    assert words.checked(old, "", today) == "Niet nagekeken sinds 8 mei 2026."
    older = replace(old, checked_on=date(2025, 1, 2))
    assert words.checked(older, "", today) == (
        "Niet nagekeken sinds 2 januari 2025. Bel eerst, voordat u verwijst."
    )
    assert words.checked(replace(old, checked_on=None), "", today).startswith("Nog nooit nagekeken")
    assert words.checked(replace(old, checked_on=today), "Sanne", today) == (
        "Nagekeken op 24 november 2026 door Sanne"
    )
    assert len({sign for sign, _tone in words.MARKS.values()}) == 3


def test_what_is_not_known_is_said_so_and_never_no() -> None:
    set_language("nl")
    bare = Service(id="s", name="De Brug")
    assert (words.costs(bare), words.waiting(bare), words.place(bare)) == ("niet bekend",) * 3
    assert (words.costs(replace(bare, cost_cents=0)), words.costs(replace(bare, cost_cents=250))) == (
        "gratis",
        "€ 2,50",
    )
    assert words.areas(bare) == "overal"


def test_checked_today_is_kept_and_can_be_taken_back(opened: Opened) -> None:
    made = add(opened)
    work = opened.work
    old = replace(made, checked_on=date(2025, 1, 2))
    work.services.social_map.save(work.actor, made, old)
    opened.page("map", made.id)
    assert "Bel eerst" in said(opened)
    opened.press("map.confirm")
    assert work.services.social_map.get(work.actor, made.id).checked_on == NOW.date()
    assert "Nagekeken op 24 november 2026 door Sanne de Boer" in said(opened)
    opened.press("status.undo")
    assert work.services.social_map.get(work.actor, made.id).checked_on == date(2025, 1, 2)


def test_correcting_in_place_saves_on_leaving_and_keeps_what_the_form_does_not_know(opened: Opened) -> None:
    made = add(opened, kind="meldcode", access=("rolstoel", "een_latere_code"))
    work = opened.work
    page = opened.page("map", made.id)
    page._detail.edit()
    phone = page._detail._fields.texts["phone"]
    phone.set_value("030-000 00 77")
    phone.left.emit()
    page._detail._fields.costs.edit.setText("2,50")
    page._detail._fields.costs.left.emit()
    opened.wait()
    opened.press("map.edit")
    now = work.services.social_map.get(work.actor, made.id)
    assert (now.phone, now.cost_cents, now.kind) == ("030-000 00 77", 250, "meldcode")
    assert set(now.access) == {"rolstoel", "een_latere_code"}
    assert "€ 2,50" in said(opened)


def test_a_wrong_field_complains_and_is_not_saved(opened: Opened) -> None:
    made = add(opened)
    page = opened.page("map", made.id)
    page._detail.edit()
    fields = page._detail._fields
    fields.areas.set_value("7203, 72x")
    fields.areas.left.emit()
    fields.texts["name"].set_value("")
    fields.texts["name"].left.emit()
    opened.wait()
    assert (fields.areas.complaint, fields.texts["name"].complaint) == (
        "72x zijn geen vier cijfers.",
        "Een naam is nodig.",
    )
    kept = opened.work.services.social_map.get(opened.work.actor, made.id)
    assert (kept.areas, kept.name) == ((), "Eetcafé Zoë")


def test_contact_details_only(opened: Opened) -> None:
    made = add(opened, phone="030-000 00 55", description="Samen eten op dinsdag.")
    page = opened.page("map", made.id)
    assert "Samen eten op dinsdag." in said(opened)
    page._detail._views.button_of("contact").click()
    opened.wait()
    assert "030-000 00 55" in said(opened) and "Samen eten op dinsdag." not in said(opened)


def test_adding_asks_for_name_and_kind_and_counts_as_checked_today(opened: Opened) -> None:
    page = opened.page("map")
    opened.press("map.open_new")
    opened.press("map.new.do")
    panel = page._adding.itemAt(0).widget()
    fields = panel._known
    assert fields.texts["name"].complaint and fields.kind.complaint == "Kies een soort hulp."
    fields.texts["name"].set_value("Wandelclub De Dijk")
    fields.kind.set_value("ontmoeten_activiteit")
    opened.press("map.new.do")
    work = opened.work
    made = work.services.social_map.search(work.actor, "wandelclub dijk")[0]
    assert (made.kind, made.checked_on, made.capacity) == ("ontmoeten_activiteit", NOW.date(), "onbekend")
    assert page._detail.service is not None and page._detail.service.id == made.id
