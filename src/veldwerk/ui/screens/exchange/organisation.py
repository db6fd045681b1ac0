"""The tab of the organisation: letterhead and the forms that are in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from veldwerk.domain.errors import UserError
from veldwerk.domain.letters import Letterhead, Window
from veldwerk.domain.organisation import PublishedForm
from veldwerk.domain.postcode import is_postcode
from veldwerk.texts import _
from veldwerk.texts.dates import long_date
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.parts.asking import ask_open
from veldwerk.ui.parts.body import Body
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.widgets.basics import empty_layout

NEEDED = ("organisation", "street", "postcode", "city", "phone")
NOTHING = Letterhead(organisation="", street="", postcode="", city="", phone="")


class Organisation(QWidget):
    """Loads at each visit; the letterhead is saved when a field is left."""

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools = context, tools
        self._head = NOTHING
        page = w.Columns(self._letterhead(), self._forms(), side_width=420)
        inner = w.column(page, None, margin=0)
        inner.setContentsMargins(theme.px(2), 0, theme.px(14), theme.px(16))
        self.setLayout(w.column(w.scrolled(Body(inner), "organisation.scroll"), gap=0))

    def _letterhead(self) -> QWidget:
        names = {
            "organisation": (_("Organisation"), 0),
            "street": (_("Street and number"), 300),
            "postcode": (_("Postcode"), 110),
            "city": (_("Town"), 200),
            "phone": (_("Phone"), 180),
            "email": (_("Email"), 280),
            "website": (_("Website"), 280),
        }
        self._fields = {
            name: w.TextField(f"head.{name}", words, width=width, wide=not width, required=name in NEEDED)
            for name, (words, width) in names.items()
        }
        self._left = w.NumberField("head.left", _("Address from the left"), unit=_("mm"))
        self._top = w.NumberField("head.top", _("Address from the top"), unit=_("mm"))
        f = self._fields
        for name, field in f.items():
            field.left.connect(partial(self._save, name))
        for place in (self._left, self._top):
            place.left.connect(partial(self._save, ""))
        where = _("Where the address stands, so that it shows through the window of your envelopes.")
        return w.Card(
            _("Letterhead"),
            w.label(
                _("This stands on every letter. No letter leaves without a return address."),
                "muted",
                wrap=True,
            ),
            f["organisation"],
            w.row(f["street"], None),
            w.row(f["postcode"], f["city"], None, gap=12),
            w.row(f["phone"], None),
            w.row(f["email"], None),
            w.row(f["website"], None),
            w.label(where, "muted", wrap=True),
            w.row(self._left, self._top, None, gap=24),
            right=w.label(_("Saved by itself"), "small"),
        )

    def _forms(self) -> QWidget:
        self._forms_box = w.column(gap=8)
        self._trouble = w.label("", "complaint", wrap=True)
        self._trouble.hide()
        shipped = w.button(
            "forms.shipped", _("Publish what came with Veldwerk"), self._publish_shipped, icon="upload"
        )
        own = w.button("forms.own", _("Publish a form from a file…"), self._ask_form, icon="folder")
        return w.clear_box(
            w.column(
                w.Card(
                    _("Forms in use"),
                    w.clear_box(self._forms_box),
                    self._trouble,
                    w.clear_box(w.column(shipped, own, gap=8)),
                ),
                None,
                gap=0,
            )
        )

    # --- showing

    def load(self) -> None:
        """Read letterhead and forms."""
        tools = self._tools

        def work() -> tuple[Letterhead, list[PublishedForm]]:
            try:
                head = tools.letters.letterhead()
            except UserError:
                head = replace(NOTHING, organisation=tools.actor.organisation)
            return head, tools.forms.all()

        self._context.jobs.run(work, self._fill, owner=self, key="organisation")

    def _fill(self, found: tuple[Letterhead, Sequence[PublishedForm]]) -> None:
        self._head, forms = found
        for name, field in self._fields.items():
            if not field.edit.hasFocus():
                field.set_value(getattr(self._head, name))
        self._left.set_number(self._head.window.left)
        self._top.set_number(self._head.window.top)
        empty_layout(self._forms_box)
        rows = [self._row(form) for form in forms]
        if rows:
            self._forms_box.addWidget(w.lines(rows))
        else:
            self._forms_box.addWidget(w.label(_("No form is published yet."), "muted", wrap=True))

    def _row(self, form: PublishedForm) -> Row:
        day = long_date(form.published_at.date()) if form.published_at else ""
        about = _("version {version}, since {date}").format(version=form.version, date=day)
        return Row(form.id, form.title, about, icon="visit")

    # --- saving

    def _save(self, left: str) -> None:
        """Keep the letterhead once all that is needed is there; the field just left complains when empty."""
        values = {name: field.value() for name, field in self._fields.items()}
        for name in NEEDED:
            if values[name]:
                self._fields[name].complain("")
            elif name == left:
                self._fields[name].complain(_("Please fill this in."))
        wrong = bool(values["postcode"]) and not is_postcode(values["postcode"])
        if wrong:
            self._fields["postcode"].complain(_("A postcode has four digits and two letters, as 1234 AB."))
        for place in (self._left, self._top):
            place.complain("" if place.number() is not None else _("This is not a number."))
        if wrong or not all(values[name] for name in NEEDED) or self._left.complaint or self._top.complaint:
            return
        window = Window(left=self._left.number() or 0.0, top=self._top.number() or 0.0)
        head = Letterhead(window=window, **values)
        if head == self._head:
            return
        self._head, tools = head, self._tools
        self._context.jobs.run(
            lambda: tools.letters.set_letterhead(tools.actor, head), self._saved, owner=self
        )

    def _saved(self, _nothing: object) -> None:
        self._tools.saving.saved()

    # --- forms

    def _publish_shipped(self) -> None:
        self._publish(None)

    def _ask_form(self) -> None:
        ask_open(self, _("Choose a form"), "XLSForm (*.xlsx)", self._publish)

    def _publish(self, workbook: Path | None) -> None:
        office = self._tools.office
        self._trouble.hide()
        self._context.jobs.run(
            lambda: office.publish(workbook),
            self._published,
            self._refused,
            owner=self,
            text=_("Reading the form…"),
        )

    def _published(self, titles: Sequence[str]) -> None:
        words = (
            _("Published: {titles}").format(titles=", ".join(titles))
            if titles
            else _("These forms are published already.")
        )
        self._context.notices.tell(words, "ok" if titles else "info")
        self.load()

    def _refused(self, error: UserError) -> None:
        self._trouble.setText(sentence(error))
        self._trouble.show()
