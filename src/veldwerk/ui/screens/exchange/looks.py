"""The tab with how the window looks and speaks."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.body import Body

SIZES = (100, 115, 130, 150, 175, 200)


class Looks(QWidget):
    """Each choice works at once and is kept."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context = context
        now = context.window.settings()
        self._language = w.ChoiceField(
            "looks.language", _("Language"), [("nl", "Nederlands"), ("en", "English")], value=now.language
        )
        self._mode = w.ChoiceField(
            "looks.mode",
            _("Appearance"),
            [
                ("system", _("As this computer")),
                ("light", _("Light")),
                ("dark", _("Dark")),
                ("sun", _("Bright sun: highest contrast")),
            ],
            value=now.mode,
            hint=_("«Bright sun» is black on white, for outside."),
        )
        self._scale = w.ChoiceField(
            "looks.scale",
            _("Text size"),
            [(str(size), f"{size}%") for size in SIZES],
            value=str(now.scale),
            hint=_("On top of the size your computer is set to."),
        )
        for field in (self._language, self._mode, self._scale):
            field.changed.connect(self._use)
        inner = w.column(w.Card("", self._language, self._mode, self._scale), None, gap=12)
        inner.setContentsMargins(theme.px(2), 0, theme.px(14), theme.px(16))
        self.setLayout(w.column(w.scrolled(Body(inner), "looks.scroll"), gap=0))

    def _use(self) -> None:
        window = self._context.window
        window.use(
            replace(
                window.settings(),
                language=self._language.value() or "nl",
                mode=self._mode.value() or "system",
                scale=int(self._scale.value() or "100"),
            )
        )
