"""The tab on safety: passphrase, recovery sheet, locking, backup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.texts import _, ngettext
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.grid import CardGrid
from veldwerk.ui.parts.panel import Panel, Slot
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.strength import LEAST, Level, strength

MINUTES = (2, 5, 10, 15, 30, 60)


class PassphrasePanel(Panel):
    """The old one, the new one twice, and how strong it is."""

    def __init__(
        self, context: Context, tools: Tools, done: Callable[[object], object], leave: Callable[[], object]
    ) -> None:
        super().__init__("pass", _("Change the passphrase"), self._change, _("Change it"), leave)
        self._context, self._tools, self._done = context, tools, done
        self._old = w.PassphraseField("pass.old", _("The passphrase of now"))
        self._new = w.PassphraseField(
            "pass.new",
            _("The new passphrase"),
            hint=_("Four words that have nothing to do with each other are strong and easy to remember."),
        )
        self._again = w.PassphraseField("pass.again", _("Type the new one once more"))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Strength of the passphrase"))
        self._word = w.label(_("Strength: nothing typed yet"), "muted", wrap=True)
        self.put("old", self._old)
        self.put("new", self._new)
        self.fields.addWidget(w.clear_box(w.column(self._bar, self._word, gap=6)))
        self.put("again", self._again)
        self._new.changed.connect(self._judge)

    def _judge(self) -> None:
        judged = strength(self._new.value())
        self._bar.setValue(judged.share)
        self._word.setText(
            {
                Level.TOO_SHORT: _("Strength: too short, use at least {n} characters").format(n=LEAST),
                Level.WEAK: _("Strength: weak, add a word"),
                Level.GOOD: _("Strength: good"),
                Level.STRONG: _("Strength: strong"),
            }[judged.level]
        )

    def _change(self) -> None:
        old, new = self._old.value(), self._new.value()
        self._old.complain("" if old else _("Please fill this in."))
        weak = strength(new).level < Level.GOOD
        self._new.complain(_("Choose a longer passphrase, for example four words.") if weak else "")
        self._again.complain(
            "" if weak or self._again.value() == new else _("This is not the same as above.")
        )
        if not self.ready():
            return
        self.do.setEnabled(False)
        office = self._tools.office
        self._context.jobs.run(
            lambda: office.change_passphrase(old, new), self._done, self._wrong, owner=self
        )

    def _wrong(self, error: UserError) -> None:
        self.do.setEnabled(True)
        self._old.complain(sentence(error))
        self._old.control.setFocus(Qt.FocusReason.OtherFocusReason)


class RecoveryPanel(Panel):
    """Asks first, because the earlier sheet stops working; then shows the key and prints it."""

    def __init__(self, context: Context, tools: Tools, leave: Callable[[], object]) -> None:
        super().__init__("recovery", _("New recovery sheet"), self._go, _("Make a new sheet"), leave)
        self._context, self._tools = context, tools
        self._code = ""
        self._words = w.label(
            _("The sheet you have now stops working. Tear it up once the new one is on paper."), wrap=True
        )
        self._shown = w.label("", "code", wrap=True)
        self._shown.hide()
        self.fields.addWidget(self._words)
        self.fields.addWidget(self._shown)

    def begin(self) -> None:
        self.do.setFocus(Qt.FocusReason.TabFocusReason)

    def _go(self) -> None:
        office = self._tools.office
        if self._code:
            office.print_recovery(self._code)
            return
        self.do.setEnabled(False)
        self._context.jobs.run(office.new_recovery_key, self._made, self.refuse, owner=self)

    def _made(self, code: str) -> None:
        self._code = code
        self._words.setText(_("Keep this on paper, not on this laptop. It is shown only now."))
        self._shown.setText(code.replace("-", "  "))
        self._shown.setAccessibleName(_("Recovery code: {code}").format(code=code))
        self._shown.show()
        self.do.setText(_("Print the sheet"))
        self.do.setAccessibleName(_("Print the sheet"))
        self.do.setEnabled(True)


class Security(QWidget):
    """Four cards; a panel opens above them."""

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools = context, tools
        self._slot = Slot()
        cards = CardGrid(
            [self._passphrase(), self._recovery(), self._locking(), self._backup()], least=380, most=2
        )
        inner = w.column(self._slot, cards, None, gap=12)
        inner.setContentsMargins(theme.px(2), 0, theme.px(14), theme.px(16))
        self.setLayout(w.column(w.scrolled(Body(inner), "security.scroll"), gap=0))

    def _passphrase(self) -> QWidget:
        self._change = w.button(
            "security.passphrase", _("Change the passphrase"), self._open_passphrase, icon="key"
        )
        text = _("Only this passphrase opens your vault. Nobody else knows it, not even we.")
        return _card(_("Passphrase"), "key", text, self._change)

    def _recovery(self) -> QWidget:
        self._sheet = w.button(
            "security.recovery", _("Make a new recovery sheet"), self._open_recovery, icon="recovery"
        )
        text = _("On paper, for when you have lost your passphrase. Keep it with your valuables.")
        return _card(_("Recovery sheet"), "recovery", text, self._sheet)

    def _locking(self) -> QWidget:
        now = self._context.window.settings().idle_minutes
        choices = sorted({*MINUTES, now} - {0})
        options = [(str(n), ngettext("{n} minute", "{n} minutes", n).format(n=n)) for n in choices]
        self._minutes = w.SelectField("security.minutes", _("Lock by itself after"), options, value=str(now))
        self._minutes.changed.connect(self._keep_minutes)
        text = _("When you do nothing for a while, Veldwerk locks itself. Ctrl+L locks at once.")
        return _card(_("Locking"), "lock", text, self._minutes)

    def _backup(self) -> QWidget:
        self._make = w.button("security.backup", _("Make a backup now"), self._back_up, icon="save")
        self._said = w.label("", "muted", wrap=True)
        self._said.hide()
        text = _("A copy of the vault, just as encrypted, opened by the passphrase of that day.")
        card = _card(_("Backup"), "shield", text, self._make)
        card.add(self._said)
        return card

    def _open_passphrase(self) -> None:
        panel = PassphrasePanel(self._context, self._tools, self._changed, self._slot.clear)
        self._slot.open(panel, self._change)

    def _changed(self, _nothing: object) -> None:
        self._slot.clear()
        self._context.notices.tell(_("Your new passphrase works from now on."), "ok")

    def _open_recovery(self) -> None:
        self._slot.open(RecoveryPanel(self._context, self._tools, self._slot.clear), self._sheet)

    def _keep_minutes(self) -> None:
        settings = self._context.window.settings()
        self._context.window.use(replace(settings, idle_minutes=int(self._minutes.value() or "10")))

    def _back_up(self) -> None:
        self._make.setEnabled(False)
        self._context.jobs.run(
            self._tools.office.backup,
            self._backed_up,
            self._no_backup,
            owner=self,
            text=_("Making a backup…"),
        )

    def _backed_up(self, name: str) -> None:
        self._make.setEnabled(True)
        self._said.setText(_("Backup made and proved: {name}").format(name=name))
        self._said.show()

    def _no_backup(self, error: UserError) -> None:
        self._make.setEnabled(True)
        self._said.setText(sentence(error))
        self._said.show()


def _card(title: str, icon: str, text: str, act: QWidget) -> w.Card:
    line = w.row(w.icon_label(icon, "primary", 22), w.label(text, "muted", wrap=True), gap=12)
    line.setStretch(1, 1)
    return w.Card(title, line, w.row(act, None))
