"""The line of steps over a referral: what is done, what is now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from veldwerk.texts import _
from veldwerk.ui import widgets as w
from veldwerk.ui.screens.referrals.stages import Step

_LOOKS = {
    "done": ("done", "ok", "muted"),
    "now": ("doing", "primary", "question"),
    "later": ("todo", "faint", "muted"),
}


def strip(steps: Sequence[Step]) -> QWidget:
    """The steps beside each other, wrapping; read out as one sentence."""
    made = QWidget()
    made.setProperty("kind", "clear")
    flow = w.FlowLayout(made, 14)
    spoken = []
    said = {"done": _("done"), "now": _("now"), "later": _("later")}
    for step in steps:
        icon, tone, kind = _LOOKS[step.state]
        flow.addWidget(w.clear_box(w.row(w.icon_label(icon, tone, 18), w.label(step.words, kind), gap=6)))
        spoken.append(f"{step.words}: {said[step.state]}")
    made.setAccessibleName(", ".join(spoken))
    policy = made.sizePolicy()
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made
