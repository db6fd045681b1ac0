"""Every widget of the kit on five pages of made-up content, for the walk test and the screenshots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from veldwerk.domain.charts import Bar, Drawing, Measured, month_bars, score_history
from veldwerk.domain.errors import UserError
from veldwerk.texts import _ as say
from veldwerk.texts.dates import weekday_date
from veldwerk.ui import widgets as w
from veldwerk.ui.doors import NewVault, VaultEntry
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Page, Screen, Settings
from veldwerk.ui.palette import Found

TODAY = date(2026, 11, 24)


class Overview(Screen):
    id, icon, kinds = "today", "today", frozenset({"visit"})

    def title(self) -> str:
        return say("Vandaag")

    def subtitle(self) -> str:
        return weekday_date(TODAY)

    def build(self) -> QWidget:
        rows = (
            (
                "08:30",
                Row(
                    "v1",
                    say("Mevr. De Vries-Bakker"),
                    say("Wondzorg · Lindenhof 12, Oosterveen"),
                    say("Afgerond"),
                    "ok",
                ),
            ),
            (
                "10:30",
                Row(
                    "v2",
                    say("Dhr. Yılmaz"),
                    say("Huisbezoek, valrisico · Kerkweg 88"),
                    say("Signaal"),
                    "danger",
                ),
            ),
            (
                "11:45",
                Row(
                    "v3",
                    say("Mevr. Van der Linden"),
                    say("Eerste gesprek · Molenlaan 3"),
                    say("Nieuw"),
                    "info",
                ),
            ),
            (
                "14:30",
                Row(
                    "v4",
                    say("Mevr. Haddad"),
                    say("Herbeoordeling · Vogelplein 7"),
                    say("Herbeoordeling"),
                    "warn",
                ),
            ),
        )
        visits = w.column(gap=8)
        head = w.row(
            w.label(say("Bezoeken vandaag"), "card-title"), None, w.label(say("1 van 4 gedaan"), "muted")
        )
        visits.addLayout(head)
        for time, found in rows:
            now = found.id == "v2"
            start = w.button(
                f"visit.{found.id}",
                say("Start bezoek"),
                kind="primary" if now else "plain",
                icon="visit",
                spoken=say("Start bezoek: {name}").format(name=found.title),
            )
            visits.addWidget(w.RowCard(found, front=time, end=start, soft=now))
        visits.addWidget(
            w.Card(
                say("Concepten"),
                w.label(say("Huisbezoek mevr. Prins, 12 van 41 vragen ingevuld."), wrap=True),
            )
        )
        visits.addStretch(1)
        attention = (
            Row(
                "s1",
                say("Gevallen in de badkamer"),
                say("Dhr. Yılmaz · 19 nov"),
                icon="warn",
                icon_tone="danger",
            ),
            Row(
                "s2",
                say("Huisarts heeft nog niet gereageerd"),
                say("Verwijzing mevr. Prins · 9 dagen"),
                icon="clock",
                icon_tone="warn",
            ),
            Row(
                "s3",
                say("Mantelzorger overbelast"),
                say("Mevr. Hoekstra · 21 nov"),
                icon="service",
                icon_tone="warn",
            ),
        )
        week = w.row(
            w.clear_box(w.column(w.label("14", "figure"), w.label(say("bezoeken"), "muted"), gap=0)),
            w.clear_box(w.column(w.label("3", "figure"), w.label(say("signalen"), "muted"), gap=0)),
            w.clear_box(w.column(w.label("2", "figure"), w.label(say("brieven"), "muted"), gap=0)),
        )
        side = w.column(
            w.Card(say("Vraagt aandacht"), w.lines(attention), right=w.badge("3", "danger")),
            w.Card(say("Deze week"), w.clear_box(week)),
            w.Card(
                "",
                w.lines(
                    (
                        Row(
                            "n",
                            say("Geen internet"),
                            say("U kunt gewoon doorwerken. 3 wijzigingen worden later verstuurd."),
                            icon="offline",
                            icon_tone="info",
                        ),
                    )
                ),
            ),
            None,
            gap=12,
        )
        page = w.Columns(w.clear_box(visits), w.clear_box(side))
        return w.scrolled(w.clear_box(w.column(page, margin=20)), "today.scroll")


class People(Screen):
    id, icon, kinds = "people", "people", frozenset({"person"})

    def title(self) -> str:
        return say("Personen")

    def build(self) -> QWidget:
        self.rows = [Row("h", say("Team Oosterveen"), heading=True, meta="200")] + [
            Row(
                f"p{n}",
                say(f"Amrani, Aïcha {n}"),
                say(f"{70 + n % 30} jaar · Molenlaan {n}, Zandhuizen"),
                initials="AA",
                badge=say("Signaal") if n % 4 == 0 else "",
                tone="danger",
            )
            for n in range(200)
        ]
        self.list = w.RecordList("people.list", say("Personen"))
        self.list.show_rows(self.rows)
        self.list.chosen.connect(self._chosen)
        self.search = w.SearchField("people.search", say("Zoek op naam, straat of geboortedatum"))
        self.search.searched.connect(self._search)
        head = w.clear_box(
            w.column(
                self.search,
                w.row(
                    w.button("people.mine", say("Mijn cliënten"), icon="filter"),
                    None,
                    w.label(say("200 personen"), "small"),
                ),
                margin=14,
            )
        )
        left = w.Card()
        left.layout().setContentsMargins(2, 2, 2, 2)
        left.body.setSpacing(0)
        left.add(head, w.line(), self.list)
        left.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.split = w.SplitView("people.split", left, w.scrolled(self._detail(), "people.detail"))
        self.list.choose("p4")
        return w.clear_box(w.column(self.split, margin=16))

    def _search(self, typed: str) -> None:
        self.list.show_rows([r for r in self.rows if typed.casefold() in r.title.casefold()])

    def _chosen(self, record: str) -> None:
        self.split.show_detail()

    def _detail(self) -> QWidget:
        disc = w.label("AA", "avatar")
        disc.setFixedSize(56, 56)
        disc.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name = w.column(
            w.row(w.label(say("Aïcha van Amrani"), "title"), w.badge(say("Nieuw"), "info"), None),
            w.Elided(say("22 september 1942 (84 jaar) · Molenlaan 121, Zandhuizen · 06-52809163"), "muted"),
            gap=0,
        )
        flow = w.FlowLayout()
        for made in (
            w.button("person.visit", say("Start bezoek"), kind="primary", icon="visit"),
            w.button("person.letter", say("Brief maken"), icon="letters"),
            w.button("person.refer", say("Doorverwijzen"), icon="referrals"),
        ):
            flow.addWidget(made)
        buttons = w.clear_box(flow)
        tabs = w.Tabs("person.tabs", say("Wat wilt u zien"))
        history = lambda width, height: score_history(  # noqa: E731
            say("Eenzaamheid (DJG-6)"), say("Van 5 naar 3 in een jaar."),
            [Measured(date(2025, m, 1), s, say(t)) for m, s, t in ((1, 5, "jan"), (5, 4, "mei"), (9, 4, "sep"), (12, 3, "dec"))],
            6, (2, say("vanaf 2: eenzaam")), width, height)  # fmt: skip
        signals = w.lines(
            (
                Row(
                    "a",
                    say("Gevallen in de badkamer"),
                    say("gemeld 19 nov door M. de Vries"),
                    say("Hoog"),
                    "danger",
                    icon="warn",
                    icon_tone="danger",
                ),
                Row("b", say("Mantelzorger overbelast"), say("21 nov"), say("Volgen"), "warn", icon="clock"),
            )
        )
        visits = w.lines(
            (
                Row("a", say("17 nov · Huisbezoek"), say("Wondzorg, ZRM ingevuld"), icon="visit"),
                Row("b", say("11 nov · Telefonisch"), icon="phone"),
            )
        )
        overview = w.column(
            w.ChartCard("person.score", history, (say("Wanneer"), say("Score"))),
            w.row(w.Card(say("Open signalen"), signals), w.Card(say("Laatste bezoeken"), visits), gap=12),
            None,
            gap=12,
        )
        tabs.add("overview", say("Overzicht"), w.clear_box(overview))
        tabs.add(
            "data",
            say("Gegevens"),
            w.Empty(
                "person.none",
                say("Nog geen gegevens"),
                say("Vul ze aan tijdens een bezoek."),
                icon="person",
                action=say("Gegevens aanvullen"),
            ),
        )
        tabs.add("referrals", say("Verwijzingen"), w.label(say("Nog geen verwijzingen.")))
        head = w.row(disc, name, gap=14)
        return w.clear_box(w.column(head, buttons, tabs, gap=12))


class Fields(Screen):
    id, icon, kinds = "visit", "visit", frozenset()

    def title(self) -> str:
        return say("Huisbezoek")

    def subtitle(self) -> str:
        return say("Dhr. M. Yılmaz · 84 jaar · Kerkweg 88")

    def build(self) -> QWidget:
        fell = w.ChoiceField(
            "fell",
            say("Bent u het afgelopen jaar gevallen?"),
            [("yes", say("Ja")), ("no", say("Nee")), ("unknown", say("Weet niet"))],
            value="yes",
        )
        fear = w.ChoiceField(
            "fear",
            say("Hoe bang bent u om te vallen?"),
            [(str(n), str(n)) for n in range(11)],
            value="6",
            kind="number",
            gap=4,
        )
        when = w.DateField(
            "when",
            say("Wanneer was de laatste val?"),
            today=lambda: TODAY,
            hint=say("Ongeveer mag ook: typ bijvoorbeeld 3-11 of gisteren."),
            required=True,
        )
        when.edit.setText("31-11-2025")
        when.left.emit()
        many = w.NumberField("many", say("Hoe vaak bent u gevallen?"), number=2, unit=say("keer"))
        kind = w.SelectField(
            "kind",
            say("Soort brief"),
            [("a", say("Huisarts: verslag en vraag")), ("b", say("Kennisgeving"))],
            value="a",
        )
        memo = w.MemoField("memo", say("Wat viel op?"), hint=say("Kort, in gewone woorden."))
        checks = w.FlowLayout(gap=8)
        for name in ("Geen", "Kneuzing", "Botbreuk", "Hoofdletsel"):
            box = w.Check(say(name))
            box.setObjectName(f"harm.{name}")
            box.setChecked(name == "Kneuzing")
            checks.addWidget(box)
        one = w.Radio(say("Elke dag"))
        one.setObjectName("talk.daily")
        one.setChecked(True)
        two = w.Radio(
            say(
                "Een paar keer per week, met mensen buiten het eigen huishouden en buiten de hulpverleners die langskomen"
            )
        )
        two.setObjectName("talk.weekly")
        card = w.Card(
            say("2. Valrisico"),
            fell,
            many,
            w.clear_box(checks),
            when,
            fear,
            kind,
            w.clear_box(w.column(one, two, gap=0)),
            memo,
            w.CheckField("agree", say("De cliënt stemt in met delen")),
        )
        card.setMaximumWidth(700)
        view = w.Segmented("view", say("Weergave"), [("short", say("Kort")), ("long", say("Uitgebreid"))])
        side = w.Card(
            say("Vorige keer"),
            w.lines(
                (
                    Row("a", say("Gevallen"), say("Ja, 1 keer, kneuzing")),
                    Row("b", say("Angst om te vallen"), say("4 van 10")),
                )
            ),
            view,
        )
        inner = w.Columns(card, w.clear_box(w.column(side, None)))
        return w.scrolled(w.clear_box(w.column(inner, margin=20)), "visit.scroll")


class Month(Screen):
    id, icon, kinds = "month", "month", frozenset()

    def title(self) -> str:
        return say("Maandoverzicht")

    def build(self) -> QWidget:
        bars = [
            Bar(say(m), v, str(v) if v is not None else "<5")
            for m, v in (("jun", 18), ("jul", 22), ("aug", None), ("sep", 26), ("okt", 24), ("nov", 32))
        ]

        def make(width: float, height: float) -> Drawing:
            return month_bars(say("Bezoeken per maand"), say("Van 18 naar 32."), bars, width, height)

        figures = w.row(
            w.Figure("99", say("bezoeken in november"), "+8%", "ok"),
            w.Figure("27", say("signalen, 21 afgehandeld"), say("6 open"), "warn"),
            w.Figure("12", say("verwijzingen"), say("2 wachten")),
            w.Figure("41", say("uur directe tijd"), say("gelijk"), "soft"),
            gap=12,
        )
        table = w.Table("month.table", say("Signalen naar soort"))
        table.show_table(
            (say("Soort"), say("Aantal")),
            [(say("Vallen"), "9"), (say("Eenzaamheid"), "7"), (say("Overbelasting"), "<5")],
        )
        both = w.row(
            w.ChartCard("month.visits", make, (say("Maand"), say("Bezoeken"))),
            w.Card(say("Signalen naar soort"), table),
            gap=12,
        )
        return w.scrolled(w.clear_box(w.column(figures, both, None, gap=12, margin=20)), "month.scroll")


class Letters(Screen):
    id, icon, kinds = "letters", "exchange", frozenset()

    def title(self) -> str:
        return say("Uitwisselen & instellingen")

    def build(self) -> QWidget:
        view = w.PdfView("letter.pages", say("Brief"))
        view.show_pages([(595, 842)] * 2, _page, ["Geachte mevrouw Özdemir", ""])
        side = w.Card(
            "", w.Empty("letters.none", say("Niets gekozen"), say("Kies links een brief."), icon="letters")
        )
        danger = w.button("letter.delete", say("Verwijderen"), kind="danger", icon="delete")
        save = w.button("letter.save", say("Opslaan als pdf"), icon="save")
        save.setEnabled(False)
        side.add(w.row(save, danger, None))
        return w.clear_box(w.column(w.SplitView("letters.split", side, view), margin=16))


class Blank(Screen):
    """One of the three empty cases."""

    def __init__(self, context: Context, name: str, icon: str, title: str, action: str) -> None:
        super().__init__(context)
        self.id, self.icon, self._title, self._action = name, icon, title, action

    def title(self) -> str:
        return self._title

    def build(self) -> QWidget:
        words = say("Signalen maakt u vanuit een bezoek, of hier.")
        return w.Empty(
            f"{self.id}.none", say("Geen open signalen"), words, icon=self.icon, action=self._action
        )


def _page(number: int, scale: float) -> QImage:
    image = QImage(round(595 * scale), round(842 * scale), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.drawText(72, 120, f"Geachte mevrouw Özdemir, bladzijde {number + 1}")
    painter.end()
    return image


class GalleryDoors:
    """Doors to a vault that is always the same; the passphrase is «demo»."""

    def __init__(self, vaults: Sequence[VaultEntry] | None = None, practice: bool = True) -> None:
        self.entries = None if vaults is None else list(vaults)
        self._practice = practice
        self.log: list[str] = []
        self.remembered: Settings | None = None
        self.made: NewVault | None = None

    def vaults(self) -> Sequence[VaultEntry]:
        if self.entries is not None:
            return self.entries
        hint = say("Password: demo")
        return [VaultEntry("a", "Marieke de Vries", "Wijkteam Oosterveen", self._practice, hint)]

    def roles(self) -> Sequence[tuple[str, str]]:
        return (
            ("nurse", say("Wijkverpleegkundige")),
            ("welfare", say("Welzijnswerker")),
            ("coordinator", say("Coördinator")),
        )

    def suggested_device(self) -> str:
        return say("Laptop")

    def unlock(self, vault: str, passphrase: str) -> None:
        self.log.append("unlock")
        if passphrase != "demo":
            raise UserError("Wrong passphrase. Try again.")

    def recover(self, vault: str, code: str, passphrase: str) -> None:
        self.log.append("recover")
        if code != "ABCD":
            raise UserError("Wrong code.")

    def create(self, new: NewVault) -> str:
        self.made = new
        self.entries = [VaultEntry("n", new.worker, new.organisation)]
        return "K7QF-9M2X-4TRW-8HDP-3VNB-6YCJ-5GZE-1LAS"

    def print_recovery(self, code: str) -> None:
        self.log.append("print")

    def parting(self) -> None:
        return None

    def close(self) -> None:
        self.log.append("close")

    def pages(self, context: Context) -> Sequence[Page]:
        context.finder.add(
            lambda typed: [Found("p1", "Aïcha van Amrani", lambda: context.go("people", "p1"), icon="person")]
        )
        return (
            Overview(context),
            People(context),
            Blank(context, "signals", "signals", say("Signalen"), say("Signaal vastleggen")),
            Blank(context, "map", "map", say("Sociale kaart"), say("Filter wissen")),
            Blank(context, "referrals", "referrals", say("Verwijzingen"), ""),
            Fields(context),
            Month(context),
            Letters(context),
        )

    def practice(self) -> bool:
        return self._practice

    def remember(self, settings: Settings) -> None:
        self.remembered = settings

    def today(self) -> date:
        return TODAY

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 10, 42)
