"""One letter as it will be on paper, and getting it there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.domain.referrals import Letter
from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.letters import Letters
from veldwerk.services.ports import Files, Renderer
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.dates import long_date, long_moment
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.asking import ask_save
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.panel import Panel, Slot
from veldwerk.ui.parts.paper import PRINT_DPI, Paper, paper
from veldwerk.ui.parts.saving import Saving
from veldwerk.ui.printing import ask_and_print
from veldwerk.ui.widgets.basics import empty_layout
from veldwerk.ui.widgets.turns import Turns


class SavePanel(Panel):
    """Says what saving outside the vault means, before the place is asked."""

    def __init__(self, act: Callable[[], object], leave: Callable[[], object]) -> None:
        super().__init__("save", _("Save outside the vault"), act, _("Choose a place and save"), leave)
        words = _(
            "The file is not encrypted there: anyone who can use that folder can read it. "
            "Veldwerk writes down that you saved it. Throw the file away when you no longer need it."
        )
        self.fields.addWidget(w.label(words, wrap=True))

    def begin(self) -> None:
        self.do.setFocus(Qt.FocusReason.TabFocusReason)


class Detail(QWidget):
    """Shows one letter; `letter` is None before any."""

    def __init__(
        self,
        context: Context,
        actor: Actor,
        letters: Letters,
        renderer: Renderer,
        files: Files,
        terms: Terms,
        saving: Saving,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._actor, self._letters = context, actor, letters
        self._renderer, self._files, self._terms, self._saving = renderer, files, terms, saving
        self.letter: Letter | None = None
        self._title = w.label("", "card-title", wrap=True)
        self._about = w.label("", "muted", wrap=True)
        self._badges = w.row(gap=6)
        self._print = w.button("letter.print", _("Print"), self.print_it, kind="primary", icon="print")
        self._save = w.button("letter.save", _("Save as…"), self.save_it, icon="save")
        self._to = w.button("letter.referral", _("To the referral"), self._to_referral, icon="referrals")
        self._slot = Slot()
        self._view = w.PdfView("letter.pages", _("The letter"))
        head = w.row(self._title, self._badges, gap=10)
        head.setStretch(0, 1)
        tools = w.row(self._print, self._save, self._to, None)
        self._turns = Turns()
        self._turns.add(self._view)
        self._turns.add(w.scrolled(Body(w.column(self._slot, None, gap=0)), "letter.asking"))
        box = w.column(w.clear_box(w.column(head, self._about, gap=2)), tools, self._turns, gap=10)
        box.setStretch(2, 1)
        self.setLayout(box)

    # --- showing

    def show_letter(self, letter: Letter) -> None:
        """Show it; the pages are made in the background."""
        fresh = self.letter is None or self.letter.id != letter.id
        self.letter = letter
        self._title.setText(letter.recipient)
        self._say()
        if fresh:
            self._leave_saving()
            self._view.show_pages([], Paper((), (), ()).render)
            self._context.jobs.run(
                lambda: paper(self._renderer, self._letters.pdf(self._actor, letter)),
                self._pages,
                owner=self,
                key="letter.pages",
                text=_("Making the letter…"),
            )

    def _pages(self, made: Paper) -> None:
        self._view.show_pages(made.sizes, made.render, made.texts)

    def _say(self) -> None:
        letter = self.letter
        if letter is None:
            return
        now = language()
        parts = [self._terms.label("letter_kind", letter.template, now)]
        if letter.made_on is not None:
            parts.append(_("made on {date}").format(date=long_date(letter.made_on)))
        if letter.printed_at is not None:
            moment = letter.printed_at.astimezone() if letter.printed_at.tzinfo else letter.printed_at
            parts.append(_("last out on {moment}").format(moment=long_moment(moment)))
        self._about.setText(" · ".join(parts))
        empty_layout(self._badges)
        tone = {"concept": "info", "gedrukt": "ok"}.get(letter.status, "")
        self._badges.addWidget(w.badge(self._terms.label("letter_status", letter.status, now), tone))
        if letter.prints:
            times = ngettext("{n} time", "{n} times", letter.prints).format(n=letter.prints)
            self._badges.addWidget(w.badge(times, ""))
        self._to.setVisible(bool(letter.referral_id))

    # --- to paper

    def print_it(self) -> None:
        """Make the pages sharp enough for paper, then ask for the printer."""
        letter = self.letter
        if letter is None:
            return
        self._print.setEnabled(False)
        self._context.jobs.run(
            lambda: paper(self._renderer, self._letters.pdf(self._actor, letter), PRINT_DPI),
            self._ask_printer,
            owner=self,
            text=_("Making the letter ready for the printer…"),
        )

    def _ask_printer(self, made: Paper) -> None:
        self._print.setEnabled(True)
        ask_and_print(self, _("Letter"), made.sizes, made.render, self._printed)

    def _printed(self) -> None:
        self._went_out("print")

    def save_it(self) -> None:
        """Warn, then ask where."""
        self._turns.turn_to(1)
        self._slot.open(SavePanel(self._ask_place, self._leave_saving), self._save)

    def _leave_saving(self) -> None:
        self._slot.clear()
        self._turns.turn_to(0)

    def _ask_place(self) -> None:
        self._leave_saving()
        if self.letter is None:
            return
        # Never a name: the file may be left lying about.
        name = f"brief-{self.letter.made_on:%Y%m%d}.pdf" if self.letter.made_on else "brief.pdf"
        ask_save(self, _("Save the letter"), name, "PDF (*.pdf)", self._write)

    def _write(self, place: Path) -> None:
        letter = self.letter
        if letter is None:
            return

        def work() -> Letter:
            self._files.write(place, self._letters.pdf(self._actor, letter))
            return self._letters.printed(self._actor, letter, "file")

        self._context.jobs.run(work, self._out, owner=self, text=_("Saving the letter…"))

    def _went_out(self, how: str) -> None:
        letter = self.letter
        if letter is not None:
            self._context.jobs.run(
                lambda: self._letters.printed(self._actor, letter, how), self._out, owner=self
            )

    def _out(self, letter: Letter) -> None:
        if self.letter is not None and self.letter.id == letter.id:
            self.letter = letter
            self._say()
        self._saving.saved()
        if letter.referral_id:
            self._context.notices.offer(
                _("The letter went out. Mark the referral as sent once it is on its way."),
                _("To the referral"),
                self._to_referral,
            )

    def _to_referral(self) -> None:
        if self.letter is not None and self.letter.referral_id:
            self._context.go("referrals", self.letter.referral_id)

    def focus(self) -> None:
        """Put the keyboard on the first thing to do."""
        self._print.setFocus(Qt.FocusReason.TabFocusReason)
