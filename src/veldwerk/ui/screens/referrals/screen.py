"""The list of referrals by state, the late ones first, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.domain import names
from veldwerk.domain.changes import Change
from veldwerk.domain.referrals import ReferralTask
from veldwerk.services.referrals import ReferralFile
from veldwerk.texts import _, ngettext
from veldwerk.ui import widgets as w
from veldwerk.ui.commands import Command
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.palette import folded
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.panel import Slot
from veldwerk.ui.screens.referrals.detail import Detail
from veldwerk.ui.screens.referrals.replying import ReplyPanel
from veldwerk.ui.screens.referrals.stages import Stage, rows, stage
from veldwerk.ui.screens.referrals.tools import Tools
from veldwerk.ui.widgets.turns import Turns

REPLYING = 2
"""The place of the reply slip among the right sides."""


class ReferralsScreen(Screen):
    """Did it work out. Needs `Tools`; the record of a visit is a referral id (or the id of one of its tries)."""

    id, icon = "referrals", "referrals"
    kinds = frozenset({"referral", "referral_task", "referral_note", "letter", "consent", "person"})

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__(context)
        self._tools = tools
        self._files: list[ReferralFile] = []
        self._wanted = ""
        self._late = 0
        self._built = False
        group = _("Referral")
        for command in (
            Command("referral.reply_any", _("Enter a reply"), self._go_reply, "Ctrl+Shift+A", "mail", group=group),
            Command(
                "referral.note_any", _("Add a note to this referral"), self._note, "Ctrl+Shift+N", "note",
                self._chosen, group,
            ),
        ):  # fmt: skip
            context.commands.add(command)

    def title(self) -> str:
        return _("Referrals")

    def subtitle(self) -> str:
        if not self._late:
            return ""
        return ngettext("{n} without reply", "{n} without reply", self._late).format(n=self._late)

    def build(self) -> QWidget:
        self.search = w.SearchField("referrals.search", _("Search by person or recipient"))
        self.search.searched.connect(lambda _text: self._show_rows())
        self._which = w.Segmented(
            "referrals.which", _("Which referrals"), [("open", _("Open")), ("all", _("All"))]
        )
        self._which.changed.connect(lambda _value: self._load())
        reply = w.button("referrals.reply", _("Enter a reply"), self.reply, icon="mail")
        self._list = w.RecordList("referrals.list", _("Referrals"))
        self._list.chosen.connect(self._choose)
        self._list.opened.connect(self._open)
        self._lists = Turns()
        for page in (self._list, *self._empty()):
            self._lists.add(page)
        left = w.Card()
        left.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]  # a card always has a layout
        left.body.setSpacing(0)
        head = w.column(self.search, w.row(self._which, None, reply), gap=8, margin=12)
        left.add(head, self._lists)
        left.body.setStretch(1, 1)
        left.setFocusProxy(self._list)
        self._detail = Detail(self.context, self._tools, self._reply_with)
        nothing = w.Empty(
            "referrals.nothing",
            _("Choose a referral"),
            _("Here you see where it stands and what you can do now."),
            icon="referrals",
        )
        self._slot = Slot()
        replying = w.scrolled(Body(w.column(self._slot, None, gap=0)), "referrals.replying")
        self._sides = Turns()
        for page in (nothing, self._detail, replying):
            self._sides.add(page)
        self._split = w.SplitView("referrals.split", left, self._sides, 400)
        self._built = True
        self._load()
        return w.clear_box(w.column(self._split, margin=16))

    def _empty(self) -> tuple[QWidget, QWidget]:
        none = w.Empty(
            "referrals.none",
            _("No referrals yet"),
            _("A referral begins with the appraisal after a visit."),
            icon="referrals",
            action=_("Go to people"),
            clicked=self._to_people,
        )
        no_match = w.Empty(
            "referrals.nomatch",
            _("Nothing found"),
            _("No person or recipient matches this."),
            icon="search",
            action=_("Clear the filter"),
            clicked=self._clear,
        )
        return none, no_match

    def _to_people(self) -> None:
        self.context.go("people")

    # --- the list

    def _load(self) -> None:
        tools, open_only = self._tools, self._which.value() == "open"
        self.context.jobs.run(
            lambda: tools.referrals.files(tools.actor, open_only=open_only),
            self._fill,
            owner=self._list,
            key="referrals.list",
        )

    def _fill(self, files: Sequence[ReferralFile]) -> None:
        self._files = list(files)
        today = self.context.today()
        self._late = sum(1 for file in files if stage(file, today) is Stage.LATE)
        self.context.window.count("referrals", self._late)
        self.context.window.retitle()
        self._show_rows()

    def _show_rows(self) -> None:
        typed = folded(self.search.text().strip()) if self.search else ""
        found = [file for file in self._files if all(word in _haystack(file) for word in typed.split())]
        shown: list[Row] = rows(found, self._tools, self.context.today())
        self._list.show_rows(shown)
        self._lists.turn_to(0 if shown else 2 if typed else 1)
        if self._wanted and self._list.choose(self._wanted):
            self._wanted = ""
        elif not self._detail.referral and not self._wanted and shown:
            self._list.choose_first()

    def _clear(self) -> None:
        if self.search is not None:
            self.search.clear_now()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- one referral

    def enter(self, record: str) -> None:
        if record:
            known = next((f.referral.id for f in self._files if any(t.id == record for t in f.tasks)), record)
            self._wanted = "" if self._list.choose(known) else known
            self._show(known)
            self._split.show_detail()
            self._detail.focus_soon()

    def refresh(self, changes: Sequence[Change]) -> None:
        self._load()
        self._detail.reload()

    def leave(self) -> bool:
        self._detail.keep()
        return True

    def _choose(self, referral: str) -> None:
        self._slot.clear()
        self._show(referral)
        self.context.window.noted(referral)

    def _open(self, _referral: str) -> None:
        self._split.show_detail()
        self._detail.focus()

    def _show(self, referral: str) -> None:
        self._sides.turn_to(1)
        self._detail.show_referral(referral)

    # --- what can be done

    def _chosen(self) -> bool:
        return self._built and bool(self._detail.referral) and self._split.isVisible()

    def _note(self) -> None:
        self._split.show_detail()
        self._detail.add_note()

    def _go_reply(self) -> None:
        self.context.go("referrals")
        self.reply()

    def _reply_with(self, code: object) -> None:
        self.reply(str(code))

    def reply(self, code: str = "") -> None:
        """Open the panel that enters a reply slip, with the code when it is known."""
        self._sides.turn_to(REPLYING)
        self._split.show_detail()
        self._slot.open(ReplyPanel(self.context, self._tools, self._replied, self._left_reply, code))

    def _left_reply(self) -> None:
        self._slot.clear()
        self._sides.turn_to(1 if self._detail.referral else 0)
        self._split.show_list()

    def _replied(self, task: ReferralTask) -> None:
        self._slot.clear()
        self._tools.saving.saved()
        words = self._tools.term("task_status", task.status)
        self.context.notices.tell(
            _("Reply of {recipient} kept: {state}.").format(recipient=task.recipient, state=words), "ok"
        )
        self._wanted = "" if self._list.choose(task.referral_id) else task.referral_id
        self._show(task.referral_id)
        self._split.show_detail()
        self.context.window.noted(task.referral_id)
        self._detail.focus_soon()


def _haystack(file: ReferralFile) -> str:
    recipients = " ".join(task.recipient for task in file.tasks)
    return folded(f"{names.friendly_name(file.person)} {names.index_name(file.person)} {recipients}")
