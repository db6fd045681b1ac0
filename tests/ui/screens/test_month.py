"""The month on screen: the words of the paper, protection, giving out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLabel

from tests.ui.screens.own_vault import Opened
from veldwerk.domain.months import Mark
from veldwerk.domain.organisation import PublishedMonth
from veldwerk.services.edits import find
from veldwerk.texts import month_words


def said(opened: Opened) -> list[str]:
    return [label.text() for label in opened.window.findChildren(QLabel) if label.isVisible()]


def test_the_sentences_and_figures_are_those_of_the_paper(opened: Opened) -> None:
    page = opened.page("month", "2026-11")
    report = opened.work.services.months.report(opened.work.actor, 2026, 11)
    shown = said(opened)
    for line in report.lines:
        assert month_words.spoken(line, report.threshold) in shown
    assert len(report.key) == 8
    for key in report.key:
        assert key.label in shown and month_words.figure(key.cell, report.threshold) in shown
    assert page._report == report


def test_for_everyone_hides_more(opened: Opened) -> None:
    page = opened.page("month", "2026-11")
    closed = page._report
    page._who.button_of("public").click()
    opened.wait()
    public = page._report
    assert (closed.threshold, public.threshold) == (5, 10)
    assert public.hidden_count >= closed.hidden_count
    shown = [key.cell for key in public.key if key.cell.mark is Mark.SHOWN and key.cell.unit.value == "count"]
    assert all(cell.value == 0 or cell.value >= 10 for cell in shown)


def test_other_months_are_a_step_away_and_the_future_is_not(opened: Opened) -> None:
    page = opened.page("month", "2026-11")
    assert not opened.find("month.later").isEnabled()
    opened.press("month.earlier")
    assert page._report.period == "2026-10"
    opened.press("month.later")
    assert page._report.period == "2026-11"


def test_three_files_go_where_the_user_says(opened: Opened, tmp_path: Path) -> None:
    page = opened.page("month", "2026-10")
    page._save()
    dialog = opened.window.findChildren(QFileDialog)[0]
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    opened.wait()
    made = {path.name: path.read_bytes() for path in tmp_path.glob("maand-*")}
    expected = opened.work.services.months.export(opened.work.actor, page._report).files
    assert sorted(made) == ["maand-2026-10.csv", "maand-2026-10.pdf", "maand-2026-10.xlsx"]
    assert made["maand-2026-10.csv"] == expected["maand-2026-10.csv"]


def test_publishing_keeps_the_protected_figures_for_the_coalition(opened: Opened) -> None:
    opened.page("month", "2026-10")
    opened.press("month.publish")
    kept = opened.work.vault.read(lambda r: find(r, PublishedMonth, {"period": "2026-10"}))
    assert len(kept) == 1 and kept[0].threshold == 5 and kept[0].figures
    assert "Gepubliceerd" in opened.told
