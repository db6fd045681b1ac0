"""The widgets as a user meets them: typing, choosing, leaving, being told what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from veldwerk import texts
from veldwerk.domain.charts import Bar, Drawing, month_bars
from veldwerk.ui.models import Row
from veldwerk.ui.notices import Notices
from veldwerk.ui.palette import score
from veldwerk.ui.printing import print_pages
from veldwerk.ui.strength import Level, strength
from veldwerk.ui.widgets import (
    ChartCard,
    ChoiceRow,
    Combo,
    DateField,
    FlowLayout,
    MemoField,
    NumberField,
    PdfView,
    RecordList,
    SearchField,
    Segmented,
    SelectField,
    SplitView,
    Table,
    Tabs,
    TextField,
    button,
    label,
)
from veldwerk.ui.widgets.pdf import image_from_rgba

TODAY = date(2026, 11, 24)
ROWS = [Row(f"p{n}", f"Person {n}", "Kade 1") for n in range(50)]


def _shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(900, 500)
    widget.show()
    return widget


# --- fields


def test_a_field_speaks_its_question_hint_and_complaint(qtbot: QtBot) -> None:
    field = TextField("person.street", "Street", hint="Without number", required=True)
    _shown(qtbot, field)
    spoken = QAccessible.queryAccessibleInterface(field.edit)
    assert spoken.text(QAccessible.Text.Name) == "Street"
    assert spoken.text(QAccessible.Text.Description) == "verplicht. Without number"
    field.complain("Please fill this in.")
    assert spoken.text(QAccessible.Text.Description).startswith("Please fill this in.")
    assert field.edit.property("wrong") == "true"
    field.complain("")
    assert field.edit.property("wrong") == "false"
    assert field.question_label.buddy() is field.edit
    assert field.edit.objectName() == "person.street"


def test_leaving_a_field_is_told_once(qtbot: QtBot) -> None:
    root = QWidget()
    first, second = TextField("a", "A"), TextField("b", "B")
    from PySide6.QtWidgets import QVBoxLayout

    box = QVBoxLayout(root)
    box.addWidget(first)
    box.addWidget(second)
    _shown(qtbot, root)
    root.activateWindow()
    first.edit.setFocus()
    qtbot.waitUntil(first.edit.hasFocus)
    left, changed = [], []
    first.left.connect(lambda: left.append(1))
    first.changed.connect(lambda: changed.append(first.value()))
    qtbot.keyClicks(first.edit, "ab")
    qtbot.keyClick(first.edit, Qt.Key.Key_Tab)
    assert left == [1]
    assert changed == ["a", "ab"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("72,5", 72.5), ("72.5", 72.5), ("", None), ("veel", None), ("-3", -3.0), ("0", 0.0)],
)
def test_numbers_as_people_write_them(qtbot: QtBot, typed: str, number: float | None) -> None:
    field = NumberField("n", "How many")
    qtbot.addWidget(field)
    field.edit.setText(typed)
    assert field.number() == number
    assert field.readable() == (typed != "veel")
    field.set_number(number)
    assert field.number() == number


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3-4-25", date(2025, 4, 3)),
        ("03042025", date(2025, 4, 3)),
        ("1 maart 2024", date(2024, 3, 1)),
        ("gisteren", date(2026, 11, 23)),
    ],
)
def test_a_date_is_written_out_when_left(qtbot: QtBot, typed: str, day: date) -> None:
    field = DateField("d", "When", today=lambda: TODAY)
    qtbot.addWidget(field)
    qtbot.keyClicks(field.edit, typed)
    field.left.emit()
    assert field.day() == day
    assert field.value() == f"{day.day:02d}-{day.month:02d}-{day.year}"
    assert field.complaint == ""


def test_a_day_that_does_not_exist_is_refused_in_words(qtbot: QtBot) -> None:
    field = DateField("d", "When", today=lambda: TODAY)
    qtbot.addWidget(field)
    qtbot.keyClicks(field.edit, "31-11-2025")
    field.left.emit()
    assert field.day() is None
    assert "bestaat niet" in field.complaint
    field.edit.setText("")
    field.left.emit()
    assert field.complaint == ""


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_calendar_gives_its_day(qtbot: QtBot) -> None:
    from PySide6.QtCore import QDate
    from PySide6.QtWidgets import QCalendarWidget

    field = DateField("d", "When", today=lambda: TODAY, day=date(2026, 3, 1))
    _shown(qtbot, field)
    changed = []
    field.changed.connect(lambda: changed.append(field.day()))
    field.open_calendar()
    calendar = field.findChild(QCalendarWidget)
    assert calendar is not None
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    assert calendar.selectedDate() == QDate(2026, 3, 1)
    calendar.clicked.emit(QDate(2026, 3, 9))
    assert changed == [date(2026, 3, 9)]


def test_scrolling_over_a_drop_down_changes_nothing(qtbot: QtBot) -> None:
    combo = Combo()
    combo.addItems(["one", "two", "three"])
    _shown(qtbot, combo)
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, wheel)
    assert combo.currentIndex() == 0
    assert not wheel.isAccepted()


def test_a_select_keeps_its_choice_when_options_change(qtbot: QtBot) -> None:
    field = SelectField("s", "Which", [("a", "A"), ("b", "B")], value="b")
    qtbot.addWidget(field)
    field.set_options([("b", "Bee"), ("c", "C")])
    assert field.value() == "b"
    field.set_options([("c", "C")])
    assert field.value() == ""


def test_tab_leaves_a_memo(qtbot: QtBot) -> None:
    memo = MemoField("m", "What")
    _shown(qtbot, memo)
    before = memo.edit.height()
    memo.set_value("\n".join("x" * 3 for _ in range(6)))
    assert memo.edit.height() > before
    assert memo.edit.tabChangesFocus()


# --- choices


def test_a_choice_row_is_one_tab_stop_with_arrows(qtbot: QtBot) -> None:
    choices = ChoiceRow("fell", "Fell", [("y", "Yes"), ("n", "No"), ("u", "Unknown")])
    _shown(qtbot, choices)
    told: list[str] = []
    choices.changed.connect(told.append)
    stops = [b for b in choices.findChildren(QWidget) if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [b.objectName() for b in stops] == ["fell.y"]
    qtbot.mouseClick(choices.button_of("n"), Qt.MouseButton.LeftButton)
    assert choices.value() == "n"
    qtbot.keyClick(choices.button_of("n"), Qt.Key.Key_Right)
    assert choices.value() == "u"
    assert told == ["n", "u"]
    role = QAccessible.queryAccessibleInterface(choices.button_of("u")).role()
    assert role == QAccessible.Role.RadioButton


def test_a_clearable_choice_can_be_taken_back(qtbot: QtBot) -> None:
    choices = ChoiceRow("fell", "Fell", [("y", "Yes"), ("n", "No")], clearable=True)
    _shown(qtbot, choices)
    told: list[str] = []
    choices.changed.connect(told.append)
    for option in ("y", "n", "n"):
        qtbot.mouseClick(choices.button_of(option), Qt.MouseButton.LeftButton)
    assert told == ["y", "n", ""]
    assert choices.value() == ""


def test_setting_a_value_tells_nobody(qtbot: QtBot) -> None:
    choices = ChoiceRow("fell", "Fell", [("y", "Yes"), ("n", "No")])
    qtbot.addWidget(choices)
    told: list[str] = []
    choices.changed.connect(told.append)
    choices.set_value("n")
    choices.set_value("y")
    assert told == []
    assert (choices.button_of("y").isChecked(), choices.button_of("n").isChecked()) == (True, False)


def test_a_switch_never_hides_an_option_when_its_row_is_narrow(qtbot: QtBot) -> None:
    made = Segmented("which", "Which", [("open", "Open referrals"), ("all", "All referrals")])
    row = QWidget()
    line = QHBoxLayout(row)
    line.addWidget(made)
    line.addWidget(button("new", "Something rather long to press"))
    qtbot.addWidget(row)
    row.resize(80, 60)
    row.show()
    for option in ("open", "all"):
        assert made.rect().contains(made.button_of(option).geometry())


def test_shortcuts_in_a_table_stand_left_and_figures_right(qtbot: QtBot) -> None:
    table = Table("keys", "Keys")
    qtbot.addWidget(table)
    table.show_table(["What", "Key", "Count"], [["Today", "Ctrl+1", "12"]])
    assert not table.item(0, 1).textAlignment() & Qt.AlignmentFlag.AlignRight
    assert table.item(0, 2).textAlignment() & Qt.AlignmentFlag.AlignRight


def test_tabs_show_one_page(qtbot: QtBot) -> None:
    tabs = Tabs("t", "What")
    tabs.add("one", "One", label("first"))
    tabs.add("two", "Two", label("second"))
    _shown(qtbot, tabs)
    told: list[str] = []
    tabs.changed.connect(told.append)
    tabs.choose("two")
    assert told == ["two"]
    visible = [p.text() for p in tabs.findChildren(type(label(""))) if p.isVisible()]
    assert visible == ["second"]


@given(st.lists(st.integers(10, 200), min_size=1, max_size=12), st.integers(200, 600))
def test_flowing_items_never_leave_the_row_or_overlap(widths: list[int], width: int) -> None:
    root = QWidget()
    flow = FlowLayout(root, gap=8)
    made = []
    for each in widths:
        part = QWidget()
        part.setFixedSize(each, 30)
        flow.addWidget(part)
        made.append(part)
    root.resize(width, flow.heightForWidth(width))
    flow.setGeometry(root.rect())
    for part in made:
        assert part.geometry().right() < width
        assert part.geometry().bottom() < root.height()
    for at, part in enumerate(made):
        assert not any(part.geometry().intersects(other.geometry()) for other in made[at + 1 :])
    root.deleteLater()


# --- lists


def test_the_chosen_record_stays_chosen_when_rows_change(qtbot: QtBot) -> None:
    listed = RecordList("people", "People")
    _shown(qtbot, listed)
    listed.show_rows(ROWS)
    told: list[str] = []
    listed.chosen.connect(told.append)
    listed.choose("p7")
    assert told == []
    listed.show_rows([Row("new", "First now"), *ROWS])
    assert listed.current_id() == "p7"
    assert told == []
    listed.show_rows(ROWS[:3])
    assert listed.current_id() == ""


def test_keys_move_and_open(qtbot: QtBot) -> None:
    listed = RecordList("people", "People")
    _shown(qtbot, listed)
    listed.show_rows([Row("h", "Team", heading=True), *ROWS])
    moved: list[str] = []
    opened: list[str] = []
    listed.chosen.connect(moved.append)
    listed.opened.connect(opened.append)
    listed.choose_first()
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert moved == ["p0", "p1"]
    assert opened == ["p1"]


def test_a_row_speaks_whole(qtbot: QtBot) -> None:
    listed = RecordList("people", "People")
    qtbot.addWidget(listed)
    listed.show_rows([Row("a", "Anna Smit", "Kade 1", "Signal", "danger", meta="10:30")])
    index = listed.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Anna Smit, Signal, Kade 1, 10:30"


def test_only_changed_rows_are_drawn_again(qtbot: QtBot) -> None:
    listed = RecordList("people", "People")
    qtbot.addWidget(listed)
    listed.show_rows(ROWS)
    touched: list[int] = []
    listed.model().dataChanged.connect(lambda first, _last: touched.append(first.row()))
    listed.show_rows([*ROWS[:3], Row("p3", "Another name", "Kade 1"), *ROWS[4:]])
    assert touched == [3]


def test_searching_waits_for_the_last_key(qtbot: QtBot) -> None:
    search = SearchField("s", "Search")
    _shown(qtbot, search)
    asked: list[str] = []
    search.searched.connect(asked.append)
    with qtbot.waitSignal(search.searched, timeout=2000):
        qtbot.keyClicks(search, "smit")
    assert asked == ["smit"]
    search.clear_now()
    assert asked == ["smit", ""]


def test_a_narrow_split_takes_turns(qtbot: QtBot) -> None:
    master, detail = label("list"), label("detail")
    split = SplitView("s", master, detail)
    _shown(qtbot, split)
    assert master.isVisible()
    assert detail.isVisible()
    split.resize(600, 500)
    assert split.narrow
    assert (master.isVisible(), detail.isVisible()) == (True, False)
    split.show_detail()
    assert (master.isVisible(), detail.isVisible()) == (False, True)
    qtbot.mouseClick(split.findChild(QWidget, "s.back"), Qt.MouseButton.LeftButton)
    assert (master.isVisible(), detail.isVisible()) == (True, False)


# --- notices


def test_a_notice_offers_undo_and_never_takes_the_focus(qtbot: QtBot) -> None:
    root = QWidget()
    edit = TextField("a", "A")
    edit.setParent(root)
    notices = Notices(root)
    _shown(qtbot, root)
    root.activateWindow()
    edit.edit.setFocus()
    qtbot.waitUntil(edit.edit.hasFocus)
    undone: list[int] = []
    notices.offer("Phone changed.", "Undo", lambda: undone.append(1))
    assert edit.edit.hasFocus()
    assert notices.isVisible()
    notices._action.click()
    assert undone == [1]
    assert not notices.isVisible()


def test_errors_stay_and_a_key_replaces(qtbot: QtBot) -> None:
    notices = Notices()
    _shown(qtbot, notices)
    notices.tell("Saved.")
    assert notices._timer.isActive()
    notices.fail(ValueError("secret name"))
    assert not notices._timer.isActive()
    assert "secret" not in notices._text.text()
    notices.tell("Half", key="sync")
    notices.dismiss(key="other")
    assert notices.isVisible()
    notices.dismiss(key="sync")
    assert not notices.isVisible()


# --- charts and pages


def test_a_chart_is_laid_out_for_its_width_and_turns_into_a_table(qtbot: QtBot) -> None:
    widths: list[float] = []

    def make(width: float, height: float) -> Drawing:
        widths.append(width)
        return month_bars(
            "Visits", "From 3 to 5.", [Bar("jan", 3, "3"), Bar("feb", None, "<5")], width, height
        )

    card = ChartCard("c", make, ("Month", "Visits"))
    _shown(qtbot, card)
    card.resize(1200, 400)
    qtbot.waitUntil(lambda: widths[-1] > widths[0])
    spoken = QAccessible.queryAccessibleInterface(card.view)
    assert spoken.text(QAccessible.Text.Name) == "Visits"
    assert spoken.text(QAccessible.Text.Description) == "From 3 to 5."
    assert card.view.isVisible()
    qtbot.mouseClick(card.findChild(QWidget, "c.table"), Qt.MouseButton.LeftButton)
    assert card.table.isVisible()
    assert card.table.item(1, 1).text() == "<5"


def test_pages_are_drawn_only_when_seen(qtbot: QtBot) -> None:
    drawn: list[int] = []

    def render(number: int, scale: float) -> QImage:
        drawn.append(number)
        return image_from_rgba(2, 2, b"\xff" * 16)

    view = PdfView("p", "Letter")
    _shown(qtbot, view)
    view.show_pages([(595, 842)] * 6, render, ["Dear"])
    qtbot.waitUntil(lambda: 0 in drawn)
    QApplication.processEvents()
    assert 5 not in drawn
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: 5 in drawn)


@pytest.mark.parametrize(("first", "last", "pages"), [(0, 0, [0, 1, 2]), (2, 2, [1])])
def test_printing_paints_each_page_asked_for(
    qtbot: QtBot, tmp_path: Path, first: int, last: int, pages: list[int]
) -> None:
    from PySide6.QtPrintSupport import QPrinter

    drawn: list[int] = []

    def render(number: int, scale: float) -> QImage:
        drawn.append(number)
        assert scale == pytest.approx(300 / 72)
        image = QImage(40, 40, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        return image

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    if first:
        printer.setFromTo(first, last)
    assert print_pages(printer, [(595, 842)] * 3, render) == len(pages)
    assert drawn == pages
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


# --- small rules


def test_the_palette_ranks_beginnings_over_scattered_letters() -> None:
    assert score("maa", "Maandoverzicht") > score("maa", "Naar maand") > score("mvz", "Maandoverzicht") > 0
    assert score("aicha", "Aïcha van Amrani") > 0
    assert score("xyz", "Maandoverzicht") == 0


@pytest.mark.parametrize(
    ("passphrase", "level"),
    [
        ("kort", Level.TOO_SHORT),
        ("wachtwoord123", Level.WEAK),
        ("aaaaaaaaaaaaaaaa", Level.WEAK),
        ("fietsbel op zolder", Level.GOOD),
        ("paard wolk kachel dertien", Level.STRONG),
    ],
)
def test_strength_of_passphrases(passphrase: str, level: Level) -> None:
    assert strength(passphrase).level is level


def test_an_ampersand_in_a_name_is_shown(qtbot: QtBot) -> None:
    made = button("a", "Jansen & Zn")
    qtbot.addWidget(made)
    assert made.text() == "Jansen && Zn"
    assert made.accessibleName() == "Jansen & Zn"


def test_words_follow_the_language(qtbot: QtBot) -> None:
    texts.set_language("en")
    assert DateField("d", "When", today=lambda: TODAY).edit.placeholderText() == "dd-mm-yyyy"
    texts.set_language("nl")
    assert DateField("d", "When", today=lambda: TODAY).edit.placeholderText() == "dd-mm-jjjj"
