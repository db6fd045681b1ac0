"""Where the team exchanges: a folder or stick, WebDAV, S3 or SFTP; entered, tested line by line, kept, removed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from veldwerk.domain.errors import UserError
from veldwerk.services.storage import HostKey, Place, Secret
from veldwerk.services.store_check import CheckLine, StoreCheck, Verdict
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.asking import ask_folder
from veldwerk.ui.screens.exchange.addresses import Fields
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.widgets.basics import empty_layout

_LOOKS = {Verdict.OK: ("done", "ok"), Verdict.NOTE: ("info", "info"), Verdict.BAD: ("danger", "danger")}


class PlaceCard(w.Card):
    """`kept()` is called when another storage was chosen or the known one was removed."""

    def __init__(self, context: Context, tools: Tools, kept: Callable[[], object]) -> None:
        super().__init__(_("Where"))
        self._context, self._tools, self._kept_now = context, tools, kept
        self._known: Place | None = None
        self._key: HostKey | None = None
        self.fields = Fields()
        self.fields.folder.left.connect(self._folder_left)
        self.fields.kind.changed.connect(self._turned)
        self.pick = w.button("exchange.pick", _("Choose a folder…"), self._pick, icon="folder")
        self._test_it = w.button("exchange.test", _("Test this place"), self.test, icon="check")
        self._use = w.button("exchange.use", _("Use this place"), self._keep, icon="done")
        self._forget = w.button("exchange.forget", _("Stop using this place"), self._remove, icon="delete")
        self._trouble = w.label("", "complaint", wrap=True)
        self._report = w.column(gap=6)
        self._report_box = w.clear_box(self._report)
        self._confirm_words = w.label("", "code", wrap=True)
        self._confirmed = w.CheckField("exchange.host_key", _("The owner of the server says the same key"))
        self._confirm = w.Card(
            _("Is this the right server?"),
            w.label(
                _("This server shows the key below. Compare it with what its owner gave you."),
                "muted",
                wrap=True,
            ),
            self._confirm_words,
            self._confirmed,
            soft=True,
        )
        for part in (self._trouble, self._report_box, self._confirm):
            part.hide()
        self.add(
            self.fields,
            self._confirm,
            self._trouble,
            w.clear_box(w.column(self.pick, self._test_it, self._use, self._forget, gap=8)),
            self._report_box,
        )
        self._turned()

    # --- showing

    def show_place(self, place: Place | None) -> None:
        """Show the place that is kept, unless somebody is typing another one."""
        if place == self._known and place is not None:
            return
        self._known = place
        self._forget.setVisible(place is not None)
        if place is not None and not self.fields.typing:
            self.fields.show_place(place)
            self._turned()

    def _turned(self) -> None:
        kind = self.fields.kind.value()
        self.fields.show_kind(kind)
        self.pick.setVisible(kind == "folder")
        self._use.setVisible(kind != "folder")
        self._forget.setVisible(self._known is not None)
        self._key = None
        self._confirm.hide()

    def complain(self, text: str) -> None:
        """Say what is wrong with the place: at the folder, or under the fields."""
        folder = self.fields.kind.value() == "folder"
        self.fields.folder.complain(text if folder else "")
        self._trouble.setText("" if folder else text)
        self._trouble.setVisible(bool(text) and not folder)

    def _fail(self, error: UserError) -> None:
        self.complain(sentence(error))

    # --- a folder is kept when it is left

    def _pick(self) -> None:
        ask_folder(self, _("Choose the shared folder"), self.picked)

    def picked(self, folder: Path) -> None:
        """Use this folder."""
        self.fields.folder.set_value(str(folder))
        self._folder_left()

    def _folder_left(self) -> None:
        place = self.fields.folder.value()
        if place and (self._known is None or place != self._known.address):
            self._keep()

    # --- testing and keeping

    def _secret(self) -> Secret:
        confirmed = self._key is not None and self._confirmed.value()
        return self.fields.secret(self._key.key if confirmed and self._key is not None else "")

    def _needs_key(self, address: str) -> bool:
        """Whether the server's key must still be shown and confirmed."""
        if self.fields.kind.value() != "sftp" or (self._key is not None and self._confirmed.value()):
            return False
        return self._known is None or self._known.address != address or not self._known.fingerprint

    def test(self) -> None:
        """«Test deze opslag», without keeping anything."""
        self._try(partial(self._tested, keep=False))

    def _keep(self) -> None:
        self._try(partial(self._tested, keep=True))

    def _try(self, done: Callable[[StoreCheck], object]) -> None:
        storage, actor = self._tools.storage, self._tools.actor
        address = self.fields.address()
        self._report_box.hide()
        if not address:
            self.complain(_("Choose a place first."))
            return
        self.complain("")
        if self._needs_key(address):
            self._context.jobs.run(
                lambda: storage.host_key(actor, address),
                self._show_key,
                self._fail,
                owner=self,
                text=_("Asking the server for its key…"),
            )
            return
        secret = self._secret()
        self._context.jobs.run(
            lambda: storage.test(actor, address, secret),
            done,
            self._fail,
            owner=self,
            key="exchange.test",
            text=_("Testing this place…"),
        )

    def _show_key(self, key: HostKey) -> None:
        if self._key is not None and key != self._key:
            self._confirmed.set_value(False)
        self._key = key
        self._confirm_words.setText(key.fingerprint)
        self._confirm_words.setAccessibleName(_("Key of the server: {key}").format(key=key.fingerprint))
        self._confirm.show()
        self.complain(_("Compare the key of this server first, and confirm it."))

    def _tested(self, check: StoreCheck, *, keep: bool) -> None:
        self._show_report(check)
        bad = next((line for line in check.lines if line.verdict is Verdict.BAD), None)
        if bad is not None:
            self.complain(words(bad))
        elif keep:
            storage, actor = self._tools.storage, self._tools.actor
            address, secret = self.fields.address(), self._secret()
            self._context.jobs.run(
                lambda: storage.keep(actor, address, secret), self._kept, self._fail, owner=self
            )

    def _show_report(self, check: StoreCheck) -> None:
        empty_layout(self._report)
        head = _("This place works.") if check.ok else _("This place does not work.")
        self._report.addWidget(w.label(head, "question", wrap=True))
        for line in check.lines:
            icon, tone = _LOOKS[line.verdict]
            told = w.row(w.icon_label(icon, tone, 18), w.label(words(line), wrap=True), gap=8)
            told.setStretch(1, 1)
            self._report.addLayout(told)
        self._report_box.show()

    def _kept(self, _nothing: object) -> None:
        self.fields.forget_secrets()
        self._confirm.hide()
        self._key = None
        self._tools.saving.saved()
        self._kept_now()

    def _remove(self) -> None:
        storage, actor = self._tools.storage, self._tools.actor
        self._context.jobs.run(lambda: storage.forget(actor), self._removed, owner=self)

    def _removed(self, _nothing: object) -> None:
        self._known = None
        self.fields.clear()
        self._report_box.hide()
        self._turned()
        self._context.notices.tell(
            _("This place is not used any more. What was exchanged stays where it is."), "info"
        )
        self._kept_now()


def words(line: CheckLine) -> str:
    """One line of the report."""
    error = UserError(line.message, code=line.code)
    error.values = dict(line.values)
    return sentence(error)
