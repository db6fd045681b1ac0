"""The unlock screen: which vault, its passphrase, and what to do when that is lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui.doors import Doors, VaultEntry
from veldwerk.ui.jobs import Jobs
from veldwerk.ui.street import Street
from veldwerk.ui.strength import LEAST
from veldwerk.ui.widgets.basics import badge, button, clear_box, column, icon_label, label, row, scrolled
from veldwerk.ui.widgets.fields import PassphraseField, SelectField, TextField
from veldwerk.ui.widgets.turns import Turns

CARD = 440
STREET_FROM = 1040


class Front(QWidget):
    """The street at the left (when there is room) and one card in the middle of the rest."""

    def __init__(self, card: QWidget) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._street = Street()
        self._card = card
        holder = QWidget()
        middle = QVBoxLayout(holder)
        middle.addStretch(1)
        # Not by alignment: then the height would be asked for the width of the column, not of the card.
        middle.addLayout(row(None, card, None))
        middle.addStretch(1)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._street, 42)
        box.addWidget(scrolled(holder, "front.scroll"), 58)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._street.setVisible(self.width() >= theme.px(STREET_FROM))


def front_card(*parts: QWidget) -> QFrame:
    """A white card of one width, wide enough for a passphrase."""
    card = QFrame()
    card.setProperty("kind", "card")
    card.setFixedWidth(theme.px(CARD))
    box = column(*parts, gap=14, margin=28)
    card.setLayout(box)
    return card


def heading(icon: str, text: str) -> QWidget:
    """A title with its sign."""
    words = label(text, "title", wrap=True)
    box = row(icon_label(icon, "primary", 28), words, gap=12)
    box.setStretch(1, 1)
    return clear_box(box)


class LockScreen(QWidget):
    """Unlocking runs in a thread; the field keeps the focus and what was typed goes away after each try."""

    def __init__(
        self,
        doors: Doors,
        jobs: Jobs,
        opened: Callable[[VaultEntry], object],
        begin_new: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setObjectName("lock.screen")
        self._doors, self._jobs, self._opened = doors, jobs, opened
        self._vaults = list(doors.vaults())
        self._cards = Turns()
        self._cards.add(self._unlock_card(begin_new))
        self._rescue: QPushButton | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Front(self._cards))
        self._vault_changed()

    # --- the two cards

    def _unlock_card(self, begin_new: Callable[[], object]) -> QWidget:
        self._who = label("", "muted", wrap=True)
        self._practice = badge(_("Practice vault"), "warn")
        options = [(v.id, f"{v.worker} – {v.organisation}") for v in self._vaults]
        self._choice = SelectField(
            "lock.vault", _("Whose vault"), options, value=options[0][0] if options else ""
        )
        self._choice.changed.connect(self._vault_changed)
        self._choice.setVisible(len(options) > 1)
        self.passphrase = PassphraseField("lock.passphrase", _("Passphrase"))
        self.passphrase.edit.returnPressed.connect(self._try)
        self._hint: QLabel = label("", "muted", wrap=True)
        self._go = button("lock.open", _("Unlock"), self._try, kind="primary", icon="unlock")
        self._go.setSizePolicy(
            self._choice.sizePolicy().horizontalPolicy(), self._go.sizePolicy().verticalPolicy()
        )
        self._told = label("", "muted", wrap=True)
        self._told.hide()
        other = button("lock.new", _("New vault"), begin_new, kind="quiet")
        lost = button("lock.lost", _("Passphrase lost?"), lambda: self._turn(1), kind="quiet")
        return front_card(
            heading("lock", _("Veldwerk is locked")),
            self._who,
            clear_box(row(self._practice, None)),
            self._choice,
            self.passphrase,
            self._hint,
            self._go,
            self._told,
            clear_box(row(other, None, lost)),
        )

    def _recover_card(self) -> QWidget:
        self.code = TextField(
            "lock.code",
            _("Code on your recovery sheet"),
            hint=_("Capitals, spaces and dashes do not matter."),
        )
        self.fresh = PassphraseField(
            "lock.fresh", _("New passphrase"), hint=_("At least {n} characters.").format(n=LEAST)
        )
        self._rescue = button(
            "lock.recover", _("Set new passphrase"), self._recover, kind="primary", icon="key"
        )
        back = button("lock.back", _("Back"), lambda: self._turn(0), kind="quiet", icon="back")
        return front_card(
            heading("recovery", _("Passphrase lost")),
            label(
                _("Take the recovery sheet that you printed when you made this vault."), "muted", wrap=True
            ),
            self.code,
            self.fresh,
            self._rescue,
            clear_box(row(back, None)),
        )

    def _turn(self, card: int) -> None:
        if card and self._rescue is None:
            self._cards.add(self._recover_card())
        self._cards.turn_to(card)
        (self.code.edit if card else self.passphrase.edit).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- doing it

    @property
    def vault(self) -> VaultEntry | None:
        """The vault that is chosen."""
        wanted = self._choice.value()
        return next((v for v in self._vaults if v.id == wanted), self._vaults[0] if self._vaults else None)

    def _vault_changed(self) -> None:
        vault = self.vault
        if vault is None:
            return
        self._who.setText(
            _("{worker}, {organisation}").format(worker=vault.worker, organisation=vault.organisation)
        )
        self._practice.setVisible(vault.practice)
        self._hint.setText(vault.hint)
        self._hint.setVisible(bool(vault.hint))
        self.passphrase.complain("")

    def _try(self) -> None:
        vault, typed = self.vault, self.passphrase.value()
        if vault is None:
            return
        if not typed:
            self.passphrase.complain(_("Type your passphrase."))
            return
        self._busy(True)
        self._jobs.run(
            lambda: self._doors.unlock(vault.id, typed),
            lambda _none: self._opened(vault),
            self._refused,
            owner=self,
            text=_("Unlocking…"),
        )

    def _refused(self, error: UserError) -> None:
        self._busy(False)
        self.passphrase.set_value("")
        self.passphrase.complain(sentence(error))
        self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _recover(self) -> None:
        vault, code, fresh = self.vault, self.code.value(), self.fresh.value()
        self.code.complain("" if code else _("Type the code."))
        short = len(fresh) < LEAST
        self.fresh.complain(_("Use at least {n} characters.").format(n=LEAST) if short else "")
        if vault is None or not code or short:
            return
        self._busy(True)
        self._jobs.run(
            lambda: self._doors.recover(vault.id, code, fresh),
            lambda _none: self._opened(vault),
            self._not_recovered,
            owner=self,
            text=_("Opening the vault…"),
        )

    def _not_recovered(self, error: UserError) -> None:
        self._busy(False)
        self.code.complain(sentence(error))
        self.code.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _busy(self, on: bool) -> None:
        self._go.setText(_("Unlocking…") if on else _("Unlock"))
        for part in (self._go, self.passphrase.edit, self._rescue):
            if part is not None:
                part.setEnabled(not on)

    def sending(self, under_way: bool) -> None:
        """Tell that the last changes are still being sent; unlocking stops that."""
        self.tell(_("Locked. The last changes are still being sent.") if under_way else "")

    def tell(self, text: str) -> None:
        """Say why it is locked, or what still goes on; empty takes it away."""
        self._told.setText(text)
        self._told.setVisible(bool(text))

    def begin(self) -> None:
        """Put the focus where one types."""
        self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)
