"""Letters a second: tagged, fonts embedded, reply slip with code; against bare reportlab lines of the same text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

from bench.figures import Figure, p50, room, timed
from veldwerk.app.knowledge import load_knowledge
from veldwerk.documents.renderer import Documents
from veldwerk.domain import reply_code
from veldwerk.domain.letter_making import ConsentNote, Envelope, compose
from veldwerk.domain.letter_texts import Value
from veldwerk.domain.letters import LetterContent, Letterhead, Recipient, Signature
from veldwerk.system import paths


def letter() -> LetterContent:
    """A referral letter of an invented person, as the product composes it."""
    knowledge = load_knowledge(paths.resources())
    text = knowledge.texts.templates["verwijsbrief"]
    fields: dict[str, Value] = {
        "client_name": "mevrouw A.M. van der Meer", "birth_date": date(1941, 3, 12), "client_phone": "030-000 00 21",
        "request": "Wilt u met haar in gesprek gaan over het verlies van haar man?",
        "own_words": "Iemand die met mij over Henk wil praten.",
        "findings": ["Haar man overleed acht maanden geleden.", "De avonden zijn lang."] * 3,
        "done": ["Gesprek thuis", "Gebeld met de dochter"], "loneliness_kind": ["emotionele eenzaamheid"],
        "situation": "dreigend", "goal": "Het gemis mag er zijn.", "waiting_contact": "Sanne de Boer",
    }  # fmt: skip
    envelope = Envelope(
        letterhead=Letterhead(
            organisation="Wijkteam De Linde", street="Lindelaan 1", postcode="3701 AA", city="Zeist",
            phone="030-000 00 10",
        ),
        recipient=Recipient(
            lines=("Huisartsenpraktijk De Brug", "F. Yıldız"), street="Brugstraat 3", postcode="3702 BB", city="Zeist",
            salutation="Beste mevrouw Yıldız", email="",
        ),
        signature=Signature(name="Sanne de Boer", role="wijkverpleegkundige", phone="030-000 00 10"),
        day=date(2026, 3, 2), reference="C12AB/4K7Q", reply_by=date(2026, 3, 16), code=reply_code.make(bytes(16)),
        practice=True,
    )  # fmt: skip
    consent = ConsentNote(
        given_on=date(2026, 3, 2),
        how="mondeling",
        categories=frozenset(rule.category for rule in text.fields.values()),
    )
    return compose(text, fields, envelope, knowledge.texts.words["nl"], consent)


def bare(lines: list[str]) -> bytes:
    """The same words on a reportlab canvas with a standard font: no tags, no layout, nothing embedded."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Helvetica", 11)
    for n, line in enumerate(lines):
        canvas.drawString(70, 800 - 14 * (n % 52), line)
        if n % 52 == 51:
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def words_of(pdf: bytes) -> list[str]:
    """The lines of text in a PDF."""
    return [line for page in Documents().pages(pdf, dpi=20) for line in page.text.splitlines()]


def measure(quick: bool) -> Iterator[Figure]:
    """Seconds a letter, and letters a second."""
    content, documents = letter(), Documents()
    lines = words_of(documents.letter(content))
    bare(lines)
    times = 20 if quick else 100
    ours = p50(timed(lambda: documents.letter(content), times))
    plain = p50(timed(lambda: bare(lines), times))
    yield Figure("letters: one letter, tagged", ours, "ms", plain, "bare reportlab lines of the same text")
    yield Figure("letters: letters a second", 1000 / ours, "/s", 1000 / plain, "the same")


if __name__ == "__main__":
    room(measure)
