"""The form on the screen: outline, pages, foot; typing becomes answers, answers become drafts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from itertools import pairwise

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from veldwerk.ui import theme
from veldwerk.ui.forms.block import HELP_KEYS, Block, QuestionBlock
from veldwerk.ui.forms.drafting import Drafting
from veldwerk.ui.forms.filling import Filling
from veldwerk.ui.forms.foot import Foot, Trouble
from veldwerk.ui.forms.leaf import Leaf
from veldwerk.ui.forms.outline import Outline
from veldwerk.ui.forms.plan import Page
from veldwerk.ui.forms.words import to_plain
from veldwerk.ui.widgets.basics import column
from veldwerk.xlsform import Problem, Session

AHEAD_MS = 20
"""Pause between two parts that are built ahead."""

ASIDE_AT = 1120
"""Width in px at 100 % text from which what belongs beside the form is shown."""


class FormView(QWidget):
    """A form session as native widgets, a page for each group.

    `draft_due(bytes)` asks to keep the draft, `finished(bytes)` gives the finished form, `paused()` is «later».
    `today` is the day, for dates such as «yesterday»; `spaces` are those open here: questions of other spaces
    are not shown. `aside` stands beside the page when there is room. Keys: Tab and Enter walk on, digits choose,
    Ctrl+Down and Ctrl+Up the next and previous question, Ctrl+PgDown and Ctrl+PgUp the pages,
    Ctrl+I how to ask this, Ctrl+Shift+Enter finishes.
    """

    draft_due = Signal(object)
    finished = Signal(object)
    paused = Signal()

    def __init__(
        self,
        session: Session,
        today: Callable[[], date],
        *,
        title: str = "",
        spaces: Collection[str] | None = None,
        aside: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("form")
        self.session, self._title, self._aside = session, title, aside
        self._filling = Filling(session, today, spaces)
        self._filling.setParent(self)
        self._drafting = Drafting(self._filling)
        self._drafting.due.connect(self.draft_due)
        self._leaves: dict[str, Leaf] = {}
        self._at = ""
        self._current: Block | None = None
        self._last = ""
        self._lay_out()
        self._wire()
        self._restate()
        if shown := self._shown():
            self._show(shown[0])

    def _lay_out(self) -> None:
        pages = [page.ref for page in self._filling.pages]
        languages = [(code, _short(code)) for code in self.session.languages]
        self._outline = Outline(pages, languages, self.session.language)
        self._outline.setFixedWidth(theme.px(236))
        self._stack = QStackedWidget()
        self._trouble = Trouble(self._to_next_problem)
        self._foot = Foot(self._back, self._forth, self.finish, self.pause)
        middle = column(self._trouble, self._stack, gap=8)
        self._sides = QHBoxLayout()
        edge = theme.px(12)
        self._sides.setContentsMargins(theme.px(16), edge, edge, edge)
        self._sides.setSpacing(theme.px(12))
        self._sides.addWidget(self._outline)
        self._sides.addLayout(middle, 1)
        if self._aside is not None:
            self._sides.addWidget(self._aside)
        outer = column(gap=0)
        outer.addLayout(self._sides, 1)
        outer.addWidget(self._foot)
        self.setLayout(outer)

    def _wire(self) -> None:
        filling = self._filling
        filling.moved.connect(self._restate)
        filling.shaped.connect(self._chain)
        filling.stepped.connect(self._stepped)
        self._outline.chosen.connect(self._show)
        self._outline.entered.connect(self.begin)
        self._outline.language.connect(self.set_language)
        self._ahead = QTimer(self)
        self._ahead.setInterval(AHEAD_MS)
        self._ahead.timeout.connect(self._build_ahead)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        for keys, act in (
            ("Ctrl+Down", self._next_question),
            ("Ctrl+Up", self._previous_question),
            ("Ctrl+PgDown", self._forth),
            ("Ctrl+PgUp", self._back),
            ("Ctrl+Shift+Return", self.finish),
            (HELP_KEYS, self._help),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # What the screen around it uses -----------------------------------------------------------------------

    def flush(self) -> None:
        """Take what was typed and ask to keep the draft, now."""
        self._drafting.flush()

    def current_ref(self) -> str:
        """The question the user is at, or was last; "" before any."""
        return self._last

    def restore(self, ref: str) -> bool:
        """Go to a question («» = the first) and put the keyboard there; False when it is not shown."""
        if not ref:
            self.begin()
            return bool(self._last)
        page = self._filling.page_of(ref)
        if not page or page not in self._shown():
            return False
        self._show(page)
        block = next((b for b in self._leaves[page].answerable() if b.ref == ref), None)
        if block is None or block.control is None:
            return False
        block.control.focus()
        if isinstance(edit := QApplication.focusWidget(), QLineEdit):
            # Going on, not typing over: Tab would have marked all of it.
            edit.end(False)
        elif isinstance(edit, QPlainTextEdit):
            edit.moveCursor(QTextCursor.MoveOperation.End)
        self._last = ref
        self._leaves[page].ensureWidgetVisible(block, 0, theme.px(24))
        return True

    def set_language(self, code: str) -> None:
        """Show the form in another of its languages: its name in the form, or its code («nl»)."""
        name = next((each for each in self.session.languages if code == each or f"({code})" in each), "")
        if not name:
            return
        self._drafting.take()
        self.session.set_language(name)
        self._filling.redraw()
        for page, leaf in self._leaves.items():
            leaf.entitle(self._name(page))
        if self._outline.languages is not None:
            self._outline.languages.set_value(name)
        self._chain()

    def set_saved(self, text: str) -> None:
        """What the foot says of the draft: «Saved at 10:42»."""
        self._foot.say(text)

    def problems(self) -> list[Problem]:
        """What stands between the form and its end."""
        self._drafting.take()
        return self._filling.problems()

    def pause(self) -> None:
        """Keep the draft and leave the rest for later."""
        self.flush()
        self.paused.emit()

    def finish(self) -> None:
        """Finish, or show what is wrong and go to the first of it."""
        self._drafting.take()
        problems = self._filling.speak_up()
        if problems:
            self._restate()
            self._to(problems[0].ref)
            return
        self.flush()
        self.finished.emit(self.session.finish())

    # Pages ------------------------------------------------------------------------------------------------

    def _shown(self) -> list[str]:
        return [page.ref for page in self._filling.pages if self._is_shown(page.ref)]

    def _page(self, ref: str) -> Page:
        return next(page for page in self._filling.pages if page.ref == ref)

    def _is_shown(self, page: str) -> bool:
        group = self._page(page).group
        return not group or self.session.node(group).relevant

    def _name(self, page: str) -> str:
        """What the page is called: its group, else the nearest group around it with a name, else the form."""
        for ref in self._filling.plan.chain(self._page(page).group):
            if label := to_plain(self.session.node(ref).label):
                return label
        return self._title

    def _show(self, page: str) -> None:
        self._at = page
        self._filling.enter(page)
        self._leaf(page).complete()
        self._stack.setCurrentWidget(self._leaves[page])
        self._outline.choose(page)
        self._ends()
        self._chain()

    def _leaf(self, page: str) -> Leaf:
        if page not in self._leaves:
            self._leaves[page] = Leaf(self._page(page), self._filling, self._name(page))
            self._stack.addWidget(self._leaves[page])
        return self._leaves[page]

    def _build_ahead(self) -> None:
        """Make a part of a later page while nothing happens, so that it is there when the user comes."""
        order = [page.ref for page in self._filling.pages]
        here = order.index(self._at) if self._at in order else 0
        for page in order[here:] + order[:here]:
            if page not in self._leaves or not self._leaves[page].is_complete:
                self._leaf(page).build_next()
                return
        self._ahead.stop()

    def _ends(self) -> None:
        shown = self._shown()
        at = shown.index(self._at) if self._at in shown else 0
        self._foot.show_ends(first=at == 0, last=at == len(shown) - 1)

    def _step_page(self, step: int) -> bool:
        shown = self._shown()
        at = shown.index(self._at) + step if self._at in shown else 0
        if not 0 <= at < len(shown):
            return False
        self._drafting.take()
        self._show(shown[at])
        return True

    def _forth(self) -> None:
        if self._step_page(1):
            self._to_top()

    def _back(self) -> None:
        if self._step_page(-1):
            self._to_top()

    def _to_top(self) -> None:
        self._leaves[self._at].verticalScrollBar().setValue(0)
        self.begin()

    def begin(self) -> None:
        """Put the keyboard in the first question of the page."""
        blocks = self._leaves[self._at].answerable()
        if blocks and blocks[0].control is not None:
            blocks[0].control.focus()

    def _restate(self) -> None:
        """Outline, progress and trouble after answers changed."""
        shown = self._shown()
        for page in self._filling.pages:
            tally = self._filling.tally
            state = (self._name(page.ref), tally.mark(page.ref), tally.count(page.ref), page.ref in shown)
            self._outline.show_page(page.ref, *state)
        self._outline.show_progress(*self._filling.tally.count())
        self._trouble.show_count(len(self._filling.problems()) if self._filling.is_loud else 0)
        if self._at:
            self._ends()

    def _chain(self) -> None:
        """Tab goes through outline, page and foot in the order in which they are read."""
        leaf = self._leaves.get(self._at)
        stops = [*self._outline.stops(), *(leaf.stops() if leaf else []), *self._foot.stops()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    # Focus -----------------------------------------------------------------------------------------------

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not shiboken6.isValid(self) or not shiboken6.isValid(self._filling):
            return
        block = self._block_of(new)
        before, self._current = self._current, block
        if before is not None and before is not block and shiboken6.isValid(before):
            self._leave(before)
        if block is not None:
            self._last = block.ref
        leaf = self._leaves.get(self._at)
        if leaf is not None and new is not None and leaf.isAncestorOf(new):
            leaf.ensureWidgetVisible(block or new, 0, theme.px(16))
            leaf.ensureWidgetVisible(new, 0, theme.px(16))

    def _block_of(self, widget: QWidget | None) -> Block | None:
        while widget is not None and widget is not self:
            if isinstance(widget, Block):
                return widget if self.isAncestorOf(widget) else None
            widget = widget.parentWidget()
        return None

    def _leave(self, block: Block) -> None:
        self._drafting.take()
        if block.control is not None and block.question.ref in self._filling.plan.by_ref:
            block.control.tidy()
            self._filling.left(block.ref, block.touched)
        self.flush()

    # From question to question ----------------------------------------------------------------------------

    def _stepped(self, block: Block) -> None:
        self._drafting.take()
        self._step(block, 1)

    def _next_question(self) -> None:
        self._drafting.take()
        self._step(self._here(), 1)

    def _previous_question(self) -> None:
        self._drafting.take()
        self._step(self._here(), -1)

    def _help(self) -> None:
        block = self._here()
        if isinstance(block, QuestionBlock):
            block.toggle_guidance()

    def _here(self) -> Block | None:
        return self._block_of(QApplication.focusWidget())

    def _step(self, block: Block | None, step: int) -> None:
        blocks = self._leaves[self._at].answerable()
        at = blocks.index(block) + step if block in blocks else 0
        if not 0 <= at < len(blocks):
            if not self._step_page(step):
                self._foot.focus()
                return
            blocks = self._leaves[self._at].answerable()
            at = 0 if step > 0 else len(blocks) - 1
        if blocks and (control := blocks[at].control) is not None:
            control.focus()

    def _to(self, ref: str) -> None:
        if not self.restore(ref):
            page = self._filling.page_of(ref)
            if page:
                self._show(page)
                self.begin()

    def _to_next_problem(self) -> None:
        order = list(self._filling.plan.by_ref)
        at = order.index(self._last) if self._last in order else -1
        problems = [problem.ref for problem in self._filling.problems()]
        if problems:
            self._to(next((ref for ref in problems if ref in order and order.index(ref) > at), problems[0]))

    # Window -----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._outline.setFixedWidth(min(theme.px(236), self.width() * 28 // 100))
        if self._aside is not None:
            self._aside.setVisible(self.width() >= theme.px(ASIDE_AT))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ahead.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ahead.stop()
        self.flush()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.flush()
        super().closeEvent(event)


def _short(code: str) -> str:
    """«Nederlands (nl)» or «nl» as NL."""
    inside = code.rpartition("(")[2].rstrip(")")
    return inside.upper() if len(inside) <= 3 else code
