"""Normal or problematic: the situation in words, why, and what to ask first."""

from __future__ import annotations

from veldwerk.domain.appraisal import Situatie
from veldwerk.domain.vocabulary import FIELDS, SITUATIONS
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import widgets as w
from veldwerk.ui.speech import announce
from veldwerk.ui.widgets.basics import set_kind

_TONES = {"normaal": "ok", "dreigend": "warn", "problematisch": "danger", "blijvend": "info", "geen": "ok"}


class SituationCard(w.Card):
    """Told anew at every answer; a change of situation is said aloud."""

    def __init__(self) -> None:
        super().__init__(_("Situation"))
        self._mark = w.badge("")
        self._why = w.label("", wrap=True)
        self._ask = w.label("", "muted", wrap=True)
        self.add(w.row(self._mark, None), self._why, self._ask)
        self._value = ""

    def show_situation(self, found: Situatie) -> None:
        """Show it with its reasons."""
        label = SITUATIONS[found.value]
        name = _(label)
        reasons = "; ".join(sentence(reason) for reason in found.reasons)
        words = _("{situation}, because: {reasons}.").format(situation=name, reasons=reasons)
        self._mark.setText(name)
        set_kind(self._mark, tone=_TONES.get(found.value, "soft"))
        self._why.setText(words)
        asked = ", ".join(_(FIELDS[name].label).lower() for name in found.ask_first)
        self._ask.setText(_("Still to ask: {fields}.").format(fields=asked) if asked else "")
        self._ask.setVisible(bool(asked))
        if self._value and self._value != found.value:
            announce(self, words)
        self._value = found.value
