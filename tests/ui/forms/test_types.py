"""Each way of answering: what is typed is stored, and shown the same after reopening (PEERS R3)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from tests.ui.forms.conftest import Key, Keyboard, Open, part, session
from veldwerk.ui.forms import FormView
from veldwerk.xlsform import Form, parse

REF = "/data/q"
TOWNS = "".join(f"<item><label>Plaats {n}</label><value>p{n}</value></item>" for n in range(30))
THREE = "".join(f"<item><label>{w}</label><value>{w}</value></item>" for w in ("een", "twee", "drie"))
LONG = "".join(
    f"<item><label>Een lange zin die niet op een knop past {w}</label><value>{w}</value></item>"
    for w in "abcde"
)


def form(body: str, bind: str) -> Form:
    return parse(
        f"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>T</h:title><model><instance><data id="t"><q/><na/></data></instance>
<bind nodeset="{REF}" {bind}/><bind nodeset="/data/na" type="string"/></model></h:head>
<h:body>{body}<input ref="/data/na"><label>Na</label></input></h:body></h:html>""".encode()
    )


@dataclass(frozen=True)
class Way:
    """Keys pressed in an empty question, the value stored, and what is seen after reopening."""

    body: str
    bind: str
    keys: tuple[str | Qt.Key, ...]
    value: str
    seen: str


def asked(kind: str = "input", inside: str = "", **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<{kind} ref="{REF}"{more}><label>Vraag</label>{inside}</{kind}>'


WAYS = {
    "text": Way(asked(), 'type="string"', ("Café & <b>",), "Café & <b>", "Café & <b>"),
    "multiline": Way(
        asked(appearance="multiline"),
        'type="string"',
        ("een", Key.Key_Return, "twee"),
        "een\ntwee",
        "een\ntwee",
    ),
    "integer": Way(asked(), 'type="int"', ("-12",), "-12", "-12"),
    "decimal": Way(asked(), 'type="decimal"', ("72,5",), "72.5", "72,5"),
    "date": Way(asked(), 'type="date"', ("3-4-25",), "2025-04-03", "03-04-2025"),
    "month": Way(asked(appearance="month-year"), 'type="date"', ("maart 2024",), "2024-03-01", "maart 2024"),
    "year": Way(asked(appearance="year"), 'type="date"', ("1944",), "1944-01-01", "1944"),
    "time": Way(asked(), 'type="time"', ("1030",), "10:30:00.000", "10:30"),
    "buttons": Way(asked("select1", THREE), 'type="string"', ("2",), "twee", "twee"),
    "rounds": Way(asked("select1", LONG), 'type="string"', ("5",), "e", "e"),
    "ticks": Way(asked("select", THREE), 'type="string"', ("3", "1"), "een drie", "een drie"),
    "columns": Way(asked("select", LONG, appearance="columns-2"), 'type="string"', ("15",), "a e", "a e"),
    "rank": Way(asked("odk:rank", THREE), 'type="odk:rank"', ("312",), "drie een twee", "drie een twee"),
    "scale": Way(asked("range", start="0", end="10", step="1"), 'type="int"', ("10",), "10", "10"),
    "range": Way(
        asked("range", start="0", end="100", step="0.5"), 'type="decimal"', ("37,5",), "37.5", "37,5"
    ),
    "list": Way(
        asked("select1", TOWNS, appearance="minimal"), 'type="string"', ("Plaats 2",), "p2", "Plaats 2"
    ),
    "search": Way(asked("select1", TOWNS), 'type="string"', ("plaats 17",), "p17", "Plaats 17"),
    "acknowledge": Way(asked("trigger"), 'type="string"', (Key.Key_Space,), "OK", "OK"),
}


def seen(view: FormView) -> str:
    """What stands in the control: text, or the values of what is chosen, in the order of their numbers."""
    control = part(view, REF)
    if isinstance(control, QLineEdit):
        return control.text()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText()
    if isinstance(control, QComboBox):
        return control.currentText()
    chosen = [each for each in control.findChildren(QAbstractButton) if each.isChecked()]
    chosen.sort(key=lambda each: each.text() if each.text()[:1].isdigit() else "")
    return " ".join(each.objectName().rpartition("=")[2] for each in chosen)


def press(keyboard: Keyboard, keys: tuple[str | Qt.Key, ...]) -> None:
    for each in keys:
        if isinstance(each, str):
            keyboard.type(each)
        else:
            keyboard.key(each)


@pytest.mark.parametrize("name", WAYS)
def test_typed_is_stored_is_shown_after_reopening(opened: Open, name: str) -> None:
    way = WAYS[name]
    view, keyboard = opened(session(form(way.body, way.bind)))
    assert view.restore(REF)
    press(keyboard, way.keys)
    keyboard.tab()
    view.restore("/data/na")
    assert view.session.node(REF).value.startswith(way.value)
    assert seen(view) == way.seen
    again, _hands = opened(session(view.session.form, instance=view.session.save()))
    assert seen(again) == way.seen
    assert again.session.node(REF).value == view.session.node(REF).value


def test_a_day_and_a_time_together(opened: Open) -> None:
    view, keyboard = opened(session(form(asked(), 'type="dateTime"')))
    view.restore(REF)
    keyboard.type("24-11-2026")
    keyboard.tab()
    assert view.session.node(REF).value == ""
    keyboard.type("9.15")
    keyboard.tab()
    assert view.session.node(REF).value.startswith("2026-11-24T09:15:00")
    again, _hands = opened(session(view.session.form, instance=view.session.save()))
    edits = [e.text() for e in again.findChildren(QLineEdit) if e.objectName().startswith(REF)]
    assert edits == ["24-11-2026", "09:15"]


@pytest.mark.parametrize("name", WAYS)
def test_what_the_form_works_out_is_shown_but_cannot_be_answered_or_missed(opened: Open, name: str) -> None:
    way = WAYS[name]
    view, _keyboard = opened(session(form(way.body, way.bind + ' readonly="true()"')))
    assert not view.restore(REF)
    assert "0 van 1" in " ".join(x.text() for x in part(view, "form.outline").findChildren(QLabel))
    for each in view.findChildren(QWidget):
        if not each.objectName().startswith(REF):
            continue
        if isinstance(each, (QLineEdit, QPlainTextEdit)):
            assert each.isReadOnly() or not each.isEnabled()
        elif isinstance(each, (QAbstractButton, QComboBox)):
            assert not each.isEnabled() or each.objectName().endswith(":outline")


def test_a_calendar_opens_with_alt_down_and_gives_the_day(opened: Open) -> None:
    from PySide6.QtCore import QDate
    from PySide6.QtWidgets import QCalendarWidget

    view, keyboard = opened(session(form(asked(), 'type="date"')))
    view.restore(REF)
    keyboard.key(Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    month = view.findChild(QCalendarWidget)
    assert month is not None
    assert month.isVisible()
    assert month.selectedDate() == QDate(2026, 11, 24)
    month.clicked.emit(QDate(2026, 12, 1))
    assert view.session.node(REF).value == "2026-12-01"
    assert not month.isVisible()
