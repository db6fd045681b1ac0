"""First run in three steps: a passphrase, who and where you are, the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui.doors import Doors, NewVault, VaultEntry
from veldwerk.ui.jobs import Jobs
from veldwerk.ui.lock import CARD, Front, front_card, heading
from veldwerk.ui.strength import LEAST, Level, strength
from veldwerk.ui.widgets.basics import button, clear_box, column, label, row
from veldwerk.ui.widgets.choices import ChoiceField
from veldwerk.ui.widgets.fields import CheckField, PassphraseField, TextField
from veldwerk.ui.widgets.turns import Turns


class FirstRun(QWidget):
    """`opened` is called when the vault exists, is open and the sheet is kept; `cancelled` goes back to unlock."""

    def __init__(
        self,
        doors: Doors,
        jobs: Jobs,
        opened: Callable[[VaultEntry], object],
        cancelled: Callable[[], object] | None,
    ) -> None:
        super().__init__()
        self.setObjectName("first.run")
        self._doors, self._jobs, self._opened, self._cancelled = doors, jobs, opened, cancelled
        self._code = ""
        self._steps = Turns()
        self._done = button("first.done", _("To work"), self._finish, kind="primary", icon="check")
        for card in (self._secret_card(), self._who_card(), self._sheet_card()):
            card.setFixedWidth(theme.px(CARD + 40))
            self._steps.add(card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Front(self._steps))

    def begin(self) -> None:
        """Put the focus where one types."""
        self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _where(self, step: int) -> QWidget:
        return label(_("Step {step} of {total}").format(step=step, total=3), "small")

    # --- 1: passphrase

    def _secret_card(self) -> QWidget:
        self.passphrase = PassphraseField(
            "first.passphrase",
            _("Choose a passphrase"),
            hint=_("Four words that have nothing to do with each other are strong and easy to remember."),
        )
        self.again = PassphraseField("first.again", _("Type it once more"))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Strength of the passphrase"))
        self._word = label(_("Strength: nothing typed yet"), "muted", wrap=True)
        self.passphrase.changed.connect(self._judge)
        self.again.edit.returnPressed.connect(self._to_who)
        following = button("first.next", _("Next"), self._to_who, kind="primary", icon="forward")
        foot = row(None, following)
        if self._cancelled is not None:
            foot.insertWidget(
                0, button("first.cancel", _("Back"), self._cancelled, kind="quiet", icon="back")
            )
        return front_card(
            self._where(1),
            heading("key", _("Welcome to Veldwerk")),
            label(
                _("Only this passphrase opens your vault. Nobody else knows it, not even we."),
                "muted",
                wrap=True,
            ),
            self.passphrase,
            clear_box(column(self._bar, self._word, gap=6)),
            self.again,
            clear_box(foot),
        )

    def _judge(self) -> None:
        judged = strength(self.passphrase.value())
        words = {
            Level.TOO_SHORT: _("Strength: too short, use at least {n} characters").format(n=LEAST),
            Level.WEAK: _("Strength: weak, add a word"),
            Level.GOOD: _("Strength: good"),
            Level.STRONG: _("Strength: strong"),
        }
        self._bar.setValue(judged.share)
        self._word.setText(words[judged.level])

    def _to_who(self) -> None:
        judged = strength(self.passphrase.value())
        weak = judged.level < Level.GOOD
        self.passphrase.complain(_("Choose a longer passphrase, for example four words.") if weak else "")
        same = self.passphrase.value() == self.again.value()
        self.again.complain("" if same or weak else _("This is not the same as above."))
        if weak:
            self.passphrase.edit.setFocus()
        elif not same:
            self.again.edit.setFocus()
        else:
            self._steps.turn_to(1)
            self.worker.edit.setFocus()

    # --- 2: who and where

    def _who_card(self) -> QWidget:
        self.worker = TextField("first.worker", _("Your name"), hint=_("As it stands under your letters."))
        self.role = ChoiceField("first.role", _("Your work"), self._doors.roles())
        self.organisation = TextField("first.organisation", _("Your organisation"))
        self.device = TextField(
            "first.device",
            _("Name of this laptop"),
            hint=_("Colleagues see this name when you exchange."),
            value=self._doors.suggested_device(),
        )
        back = button("first.back", _("Back"), lambda: self._steps.turn_to(0), kind="quiet", icon="back")
        self._make: QPushButton = button(
            "first.make", _("Make the vault"), self._create, kind="primary", icon="lock"
        )
        self._trouble = label("", "complaint", wrap=True)
        self._trouble.hide()
        return front_card(
            self._where(2),
            heading("person", _("Who are you?")),
            self.worker,
            self.role,
            self.organisation,
            self.device,
            self._trouble,
            clear_box(row(back, None, self._make)),
        )

    def _create(self) -> None:
        missing = [f for f in (self.worker, self.organisation, self.device) if not f.value()]
        for field in (self.worker, self.organisation, self.device):
            field.complain(_("Please fill this in.") if field in missing else "")
        self.role.complain("" if self.role.value() else _("Choose what fits best."))
        if missing:
            missing[0].edit.setFocus()
            return
        if not self.role.value():
            return
        new = NewVault(
            passphrase=self.passphrase.value(),
            worker=self.worker.value(),
            role=self.role.value(),
            organisation=self.organisation.value(),
            device=self.device.value(),
        )
        self._make.setEnabled(False)
        self._make.setText(_("Making the vault…"))
        self._jobs.run(lambda: self._doors.create(new), self._made, self._not_made, owner=self)

    def _not_made(self, error: UserError) -> None:
        self._make.setEnabled(True)
        self._make.setText(_("Make the vault"))
        self._trouble.setText(sentence(error))
        self._trouble.show()

    # --- 3: recovery sheet

    def _sheet_card(self) -> QWidget:
        self._code_label = label("", "code", wrap=True)
        self._code_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._code_label.setObjectName("first.code")
        self.kept = CheckField("first.kept", _("I have printed this sheet or written it down"))
        self.kept.changed.connect(lambda: self._done.setEnabled(self.kept.value()))
        printing = button("first.print", _("Print the sheet"), self._print, icon="print")
        self._done.setEnabled(False)
        return front_card(
            self._where(3),
            heading("recovery", _("Your recovery sheet")),
            label(
                _(
                    "With this code you get in when you have lost your passphrase. Keep it on paper, not on this "
                    "laptop. It is shown only now."
                ),
                "muted",
                wrap=True,
            ),
            self._code_label,
            clear_box(row(printing, None)),
            self.kept,
            clear_box(row(None, self._done)),
        )

    def _made(self, code: str) -> None:
        self._code = code
        # Groups apart by spaces, so that the line may break between them.
        self._code_label.setText(code.replace("-", "  "))
        self._code_label.setAccessibleName(_("Recovery code: {code}").format(code=code))
        for field in (self.passphrase, self.again):
            field.set_value("")
        self._steps.turn_to(2)
        self.kept.control.setFocus()

    def _print(self) -> None:
        self._doors.print_recovery(self._code)

    def _finish(self) -> None:
        entry = next(iter(self._doors.vaults()), None)
        self._code = ""
        worker, organisation = self.worker.value(), self.organisation.value()
        self._opened(entry or VaultEntry("", worker, organisation))
