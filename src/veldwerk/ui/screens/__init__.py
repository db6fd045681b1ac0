"""The screens. One file (or a few) each; they do not know each other, only `ui.page`, the widgets and services.

How to write one
----------------

A screen is a class on `Screen` with `id`, `icon` (a name in `ui.icons.ICONS`), `kinds` (the record kinds whose
Changes concern it), `title()`, `build()`, and as needed `subtitle()`, `enter(record)`, `refresh(changes)`,
`leave()`. It gets `Context` and its services by constructor; `app` puts the list together in the order of the rail::

    class PeopleScreen(Screen):
        id, icon, kinds = "people", "people", frozenset({"person", "consent"})

        def __init__(self, context: Context, people: People) -> None:
            super().__init__(context)
            self._people = people

        def title(self) -> str:
            return _("People")

        def build(self) -> QWidget:
            self._list = RecordList("people.list", _("People"))
            self._list.chosen.connect(self._show)
            self._search = SearchField("people.search", _("Search by name, street or date of birth"))
            self._search.searched.connect(self._load)
            ...
            self._split = SplitView("people.split", left, scrolled(self._detail, "people.detail"))
            self._load("")
            return clear_box(column(self._split, margin=16))

        def _load(self, typed: str) -> None:
            self.context.jobs.run(
                lambda: self._people.list(self._actor, typed),  # in a thread: touches no widget
                self._fill,                                     # back on the window's thread
                owner=self._list,                               # nothing is called once this is gone
                key="people.list",                              # only the newest answer counts
            )

        def refresh(self, changes: Sequence[Change]) -> None:
            self._load(self._search.text())                     # the chosen record stays chosen, by id

**Work.** Every service call that reads or writes the vault goes through `context.jobs.run(work, done, failed)`;
`run_long(work, ...)` gives `work` a `Progress` (`report(done, total, text)`, raises when the user pressed ✕). After
600 ms the status line shows it. Without `failed` a UserError becomes a notice; a form shows it at the field instead
(`field.complain(sentence(error))`). Connect bound methods; a lambda on a long-lived sender outlives its widget.

**Refresh.** Who saves gets Changes from the service and calls `context.window.changed(changes)`; undo and sync do the
same. The window calls `refresh` of the screens whose `kinds` are touched: at once for the one in front, at the next
visit for the others. `enter(record)` is called at each visit, with "" when none was asked for. When the user chooses
another record call `context.window.noted(record)`, so that back and forward return to it.

**Moving.** `context.go("people", record)` shows another screen; `context.window.open_over(page)` puts one in front at
full width (a visit), `close_over()` returns. `leave()` saves what is half done; False refuses (only to prevent loss).

**Words.** `from veldwerk.texts import _, ngettext`; one plain literal with named places:
`_("Saved at {time}").format(time=clock_time(now))`. Dutch goes into `resources/locale/nl/<room>.po`. Dates by
`veldwerk.texts.dates`, numbers by `veldwerk.texts.numbers`, errors by `veldwerk.texts.errors.sentence`.

**Widgets.** From `veldwerk.ui.widgets` alone: `label(text, kind)` with kinds title, figure, card-title, name, question,
muted, small, complaint; `button(id, text, clicked, kind=primary|plain|danger|quiet|icon, icon=, spoken=)`: one primary
a part, `spoken` when the same words occur twice; `Card`, `Figure`, `badge`, `lines` (a few rows in a card), `RowCard`,
`RecordList` (many), `Row`; fields `TextField NumberField MemoField SelectField ChoiceField CheckField DateField
PassphraseField` (`value()`, `set_value()`, `complain()`, signals `changed` and `left`); `Tabs`, `Segmented`,
`ChoiceRow`; `Empty` for nothing yet, nothing chosen, nothing matches; `SplitView` for list and detail, `Columns` for a
side column; `ChartCard`, `Table`, `PdfView`; `row`, `column`, `clear_box`, `scrolled` to put them together. Lengths go
through `theme.px`; colours are never written, only `kind` and token names; icons by `icons.put(widget, name)`.
Edges: `column(..., margin=20)` for pages that scroll as a whole, 16 around a SplitView; 12 between cards, 8 in rows.

**Keyboard.** What can be done is a `Command` (`context.commands.add(Command(id, text, handler, shortcut, icon, when))`,
added in the constructor, so that the palette and F1 know it before the first visit). Taken: Ctrl+1…9, Ctrl+K, Ctrl+L,
Alt+Left, Alt+Right, F1, F6. Ctrl+F puts the focus in the search field of the screen in front when the screen sets
`search = <SearchField>`. Every focusable widget has an objectName and an accessible name: the factories see to it, the
walk test (`tests/ui/test_walk.py`) checks each screen that is listed in `tests/ui/cases.py`.

**Saving.** No save buttons: after a field's `left`, or 800 ms after its last `changed`. Tell
`context.status.saved(_("Saved at {time}").format(...))` and `context.status.offer_undo(text, act)`.
"""
