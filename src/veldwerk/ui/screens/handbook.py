"""The handbook, over the page where the question came up."""

from __future__ import annotations

from PySide6.QtWidgets import QTextBrowser, QWidget

from veldwerk.services.handbook import Handbook
from veldwerk.texts import _, language
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Screen


class HandbookPage(Screen):
    """Pages left, text right; everything is in the program, nothing is looked up elsewhere."""

    id, icon = "handbook", "help"

    def __init__(self, context: Context, handbook: Handbook) -> None:
        super().__init__(context)
        self._pages = {page.id: page for page in handbook.pages(language())}

    def title(self) -> str:
        return _("Handbook")

    def build(self) -> QWidget:
        self._list = w.RecordList("handbook.pages", _("Pages of the handbook"))
        self._list.show_rows([Row(page.id, page.title) for page in self._pages.values()])
        self._text = QTextBrowser()
        self._text.setObjectName("handbook.text")
        self._text.setAccessibleName(_("Text of the handbook"))
        self._text.setOpenLinks(False)
        self._text.document().setDocumentMargin(theme.px(20))
        self._list.chosen.connect(self._show)
        left = w.Card()
        left.add(self._list)
        self._split = w.SplitView("handbook.split", left, self._text, master_width=300)
        first = next(iter(self._pages))
        self._list.choose(first)
        self._show(first)
        return w.clear_box(w.column(self._split, margin=16))

    def _show(self, page: str) -> None:
        self._text.setMarkdown(self._pages[page].markdown)
        self._split.show_detail()
