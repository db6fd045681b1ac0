"""Letters and a month of generated people, for the tests of paper."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from veldwerk.domain import charts, letter_making, letter_texts, letters, reply_code
from veldwerk.domain.months import (
    NO_FIGURE,
    Cell,
    Definition,
    Figure,
    KeyFigure,
    Mark,
    MonthReport,
    Row,
    Table,
    Unit,
)

TEXTS = Path(__file__).resolve().parents[2] / "resources" / "letters"
KINDS = (
    "verwijsbrief",
    "verwijsbrief_welzijn",
    "uitnodiging_aanmelden",
    "terugkoppeling_melder",
    "niet_thuis",
)

CODE = reply_code.make(bytes(range(1, 9)))

FIELDS: dict[str, letter_texts.Value] = {
    "client_name": "mevrouw A. de Vries",
    "birth_date": date(1944, 3, 12),
    "client_phone": "010 765 43 21",
    "request": "Een gesprek met de POH-GGZ over rouw, liefst binnen drie weken.",
    "own_words": "Sinds Jan er niet meer is, zijn de dagen lang. Ik zou er graag met iemand over praten.",
    "findings": ["Haar man is in maart overleden.", "Zij slaapt slecht en eet onregelmatig."],
    "done": ["Huisbezoek op 17 november."],
    "loneliness_kind": "emotioneel",
    "situation": "problematisch: het duurt al langer en werkt door in slapen en eten",
    "goal": "verminderen",
    "waiting_contact": "Marieke van der Berg",
    "practical": ["Hoort slecht: graag een rustige plek.", "Kan geen trap lopen."],
    "area": "Oosterveen",
    "contact_name": "Marieke van der Berg",
    "contact_phone": "06 12 34 56 78",
    "organisation": "Welzijn Oosterveen",
    "privacy_contact": "010 123 45 67",
    "received_on": date(2026, 11, 12),
    "visitor": "Marieke",
    "time": "10.30",
    "phone": "06 12 34 56 78",
    "next_date": date(2026, 12, 1),
}
CONSENT = letter_making.ConsentNote(
    given_on=date(2026, 11, 23),
    how="mondeling",
    categories=frozenset(
        ("naam", "geboortedatum", "telefoon", "vraag", "bevindingen", "eenzaamheid", "doel", "praktisch")
    ),
)
LETTERHEAD = letters.Letterhead(
    organisation="Welzijn Oosterveen",
    street="Dorpsstraat 10",
    postcode="1234ab",
    city="Oosterveen",
    phone="010 123 45 67",
    email="info@oosterveen.example",
)
RECIPIENT = letters.Recipient(
    lines=("Huisartsenpraktijk De Linde", "t.a.v. mevrouw dr. S. Özdemir"),
    street="Kerkweg 2",
    postcode="1234 AC",
    city="Oosterveen",
    salutation="Geachte mevrouw Özdemir",
)
SIGNATURE = letters.Signature(name="Marieke van der Berg", role="wijkverpleegkundige", phone="06 12 34 56 78")


def text(kind: str) -> letter_texts.LetterText:
    return letter_texts.parse(tomllib.loads((TEXTS / f"{kind}.toml").read_text(encoding="utf-8")))


def words(language: str = "nl") -> letter_texts.Words:
    return letter_texts.words(tomllib.loads((TEXTS / "words.toml").read_text(encoding="utf-8")), language)


def envelope(**changed: object) -> letter_making.Envelope:
    values: dict[str, object] = {
        "letterhead": LETTERHEAD,
        "recipient": RECIPIENT,
        "signature": SIGNATURE,
        "day": date(2026, 11, 24),
        "reference": "VW-2026-0142",
        "reply_by": date(2026, 12, 8),
        "code": CODE,
    }
    return letter_making.Envelope(**{**values, **changed})  # type: ignore[arg-type]  # values are of mixed types


def letter(kind: str = "verwijsbrief", language: str = "nl", **changed: object) -> letters.LetterContent:
    made = text(kind)
    consent = CONSENT if made.needs_consent else None
    return letter_making.compose(made, FIELDS, envelope(**changed), words(language), consent)


def card(language: str = "nl") -> letters.CardContent:
    return letter_making.compose_card(
        text("niet_thuis"), FIELDS, LETTERHEAD, date(2026, 11, 24), words(language)
    )


def shown(value: float, unit: Unit = Unit.COUNT) -> Cell:
    return Cell(value, Mark.SHOWN, unit)


SMALL = Cell(None, Mark.SMALL)
HIDDEN = Cell(None, Mark.HIDDEN)


def month(**changed: object) -> MonthReport:
    reach = shown(29, Unit.PERCENT)
    values: dict[str, object] = {
        "year": 2026,
        "month": 11,
        "reference_date": date(2026, 11, 30),
        "run_date": date(2026, 12, 2),
        "organisation": "Welzijn Oosterveen",
        "area": "Oosterveen",
        "key": (
            KeyFigure("B05", "Bezoeken uitgevoerd", shown(48), shown(41), SMALL),
            KeyFigure("B03", "Bereik", reach, NO_FIGURE, HIDDEN),
            KeyFigure("D04", "Wachttijd", shown(11.5, Unit.DAYS)),
        ),
        "figures": (
            Figure("B03", "Bereik", reach, shown(118), shown(412), 2),
            Figure("B09", "Nog open", shown(1029)),
        ),
        "tables": (
            Table(
                "B10",
                "Vorm van contact",
                ("Aantal", "Vorige maand"),
                (
                    Row("huis", "Huisbezoek", (shown(33), shown(30))),
                    Row("tel", "Telefoon", (HIDDEN, SMALL)),
                    Row("wandel", "=1+1 wandeling", (SMALL, HIDDEN)),
                    Row("locatie", "Op locatie", (shown(0), shown(0))),
                ),
                Row("totaal", "Totaal", (shown(48), shown(41))),
                "Vorm",
            ),
        ),
        "definitions": (
            Definition("B03", "Bereik", "Personen met een afgerond bezoek, gedeeld door de doelgroep.", 2),
        ),
        "charts": (
            charts.month_bars(
                "Bezoeken per maand",
                "Staafdiagram: van 37 bezoeken in september naar 48 in november.",
                [charts.Bar("sep", 37, "37"), charts.Bar("okt", None, "<5"), charts.Bar("nov", 48, "48")],
            ),
        ),
        "hidden_count": 5,
    }
    return MonthReport(**{**values, **changed})  # type: ignore[arg-type]  # values are of mixed types
