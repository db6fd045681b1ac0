"""Letters on paper: what a GP, a client and a screen reader find in them."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from tests.documents import pdf_checks, samples
from veldwerk.documents import cards, letter
from veldwerk.documents.page import MM
from veldwerk.domain import letters, reply_code
from veldwerk.domain.errors import UserError

LETTERS = [kind for kind in samples.KINDS if kind != "niet_thuis"]


def test_holds_recipient_date_in_words_reference_subject_and_reply_code() -> None:
    found = pdf_checks.text(letter.render(samples.letter()))
    for wanted in (
        "Huisartsenpraktijk De Linde t.a.v. mevrouw dr. S. Özdemir Kerkweg 2 1234 AC OOSTERVEEN",
        "Oosterveen, 24 november 2026",
        "Ons kenmerk: VW-2026-0142",
        "Betreft: verwijzing van mevrouw A. de Vries, geboren 12 maart 1944",
        "Geachte mevrouw Özdemir,",
        "Met vriendelijke groet,",
        reply_code.grouped(samples.CODE),
        "uiterlijk 8 december 2026",
    ):
        assert wanted in found, wanted


def test_lists_the_categories_that_are_shared_with_day_and_way_of_consent() -> None:
    found = pdf_checks.text(letter.render(samples.letter()))
    assert "Mevrouw A. de Vries heeft op 23 november 2026 mondeling toestemming gegeven" in found
    assert "naam, geboortedatum, telefoonnummer, eigen vraag" in found


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", LETTERS)
def test_each_kind_is_one_to_three_pages_with_every_font_inside(kind: str, language: str) -> None:
    made = letter.render(samples.letter(kind, language))
    fonts = pdf_checks.fonts(made)
    assert 1 <= len(pdf_checks.pages(made)) <= 3
    assert fonts
    assert all(fonts.values())
    assert all("AtkinsonHyperlegible" in name for name in fonts)


@pytest.mark.parametrize("kind", LETTERS)
def test_each_kind_is_tagged_to_the_last_stroke(kind: str) -> None:
    assert pdf_checks.untagged(letter.render(samples.letter(kind))) == []


def test_a_screen_reader_meets_address_date_subject_salutation_in_this_order() -> None:
    made = letter.render(samples.letter())
    roles = pdf_checks.roles(made)
    assert roles[:8] == ["Document", "P", "P", "P", "P", "P", "H1", "P"]
    assert {"H2", "BlockQuote", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure"} <= set(roles)
    assert roles.count("H1") == 1


def test_facts_have_row_headings_boxes_have_words_and_the_qr_code_a_description() -> None:
    tree = pdf_checks.outline(letter.render(samples.letter()))
    assert all(more.get("/Scope") == "/Row" for _depth, role, more in tree if role == "TH")
    said = [more["/ActualText"] for _depth, role, more in tree if role == "Lbl" and more]
    assert said == ["leeg vakje 1", "leeg vakje 2", "leeg vakje 3", "leeg vakje 4"]
    (figure,) = [more for _depth, role, more in tree if role == "Figure"]
    assert reply_code.grouped(samples.CODE) in figure["/Alt"]


def test_says_its_language_and_title() -> None:
    with pikepdf.open(BytesIO(letter.render(samples.letter(language="en")))) as document:
        root = document.Root
        assert str(root.Lang) == "en"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert "Subject: referral of mevrouw A. de Vries" in str(document.docinfo["/Title"])
        assert b"referral of mevrouw A. de Vries" in root.Metadata.read_bytes()


def test_the_same_letter_gives_the_same_bytes_also_after_the_vault() -> None:
    content = samples.letter()
    kept = letters.from_document(json.loads(json.dumps(letters.to_document(content))))
    assert kept == content
    assert letter.render(kept) == letter.render(content)


@pytest.mark.parametrize("top", [55.0, 48.5])
def test_the_address_stands_in_the_window_of_the_organisation(top: float) -> None:
    window = letters.Window(left=22, top=top, width=80, height=24)
    lines = ("Stichting Zorg", "Afdeling wijkverpleging Noordoost en omstreken", "t.a.v. de heer P. Jansen")
    content = samples.letter(
        letterhead=replace(samples.LETTERHEAD, window=window),
        recipient=replace(samples.RECIPIENT, lines=lines, city="Duinrand"),
    )
    document = pypdfium2.PdfDocument(letter.render(content))
    page = document[0]
    words = page.get_textpage()
    for line in (*lines, "Kerkweg 2", "DUINRAND"):
        index, length = words.search(line).get_next()
        for left, bottom, right, upper in (words.get_charbox(i) for i in range(index, index + length)):
            assert window.left * MM - 1 <= left
            assert right <= (window.left + window.width) * MM + 1
            assert window.top * MM - 1 <= page.get_height() - upper
            assert page.get_height() - bottom <= (window.top + window.height) * MM + 1
    document.close()


def test_a_long_letter_never_leaves_the_signature_alone() -> None:
    for count in range(1, 30):
        fields = {
            **samples.FIELDS,
            "findings": [f"Dit is bevinding {n} van dit gesprek." for n in range(count)],
        }
        content = samples.letter_making.compose(
            samples.text("verwijsbrief"), fields, samples.envelope(), samples.words(), samples.CONSENT
        )
        page = next(p for p in pdf_checks.pages(letter.render(content)) if "Met vriendelijke groet" in p)
        assert "Wilt u ons uiterlijk 8 december 2026" in page
        assert "Telefoon 06 12 34 56 78" in page


def test_the_slip_is_whole_on_one_page() -> None:
    for count in range(1, 30):
        fields = {
            **samples.FIELDS,
            "findings": [f"Dit is bevinding {n} van dit gesprek." for n in range(count)],
        }
        content = samples.letter_making.compose(
            samples.text("verwijsbrief"), fields, samples.envelope(), samples.words(), samples.CONSENT
        )
        last = pdf_checks.pages(letter.render(content))[-1]
        assert "Antwoordstrook" in last
        assert "De code is genoeg." in last


def test_a_name_with_signs_the_font_lacks_keeps_its_letters() -> None:
    recipient = replace(samples.RECIPIENT, lines=("De heer İ. Yılmaz → balie", "Ĳsbrand"))
    found = pdf_checks.text(letter.render(samples.letter(recipient=recipient)))
    assert "De heer I. Yılmaz -> balie IJsbrand" in found


def test_a_sign_without_any_form_is_refused_by_name() -> None:
    recipient = replace(samples.RECIPIENT, lines=("Huisarts 漢",))
    with pytest.raises(UserError) as caught:
        letter.render(samples.letter(recipient=recipient))
    assert caught.value.values["character"] == "漢"


def test_the_practice_vault_says_so_on_each_page() -> None:
    assert all(
        "OEFENKLUIS" in page for page in pdf_checks.pages(letter.render(samples.letter(practice=True)))
    )
    assert "OEFENKLUIS" not in pdf_checks.text(letter.render(samples.letter()))


def test_the_card_names_visitor_and_phone_and_not_the_reason() -> None:
    made = cards.render(samples.card())
    found = pdf_checks.text(made)
    assert "Vandaag, 24 november 2026 om 10.30 uur, was Marieke van Welzijn Oosterveen" in found
    assert "06 12 34 56 78" in found
    assert not {"zorg", "eenzaam", "Vries"} & set(found.split())
    assert pdf_checks.untagged(made) == []
    assert len(pdf_checks.pages(made)) == 1
    assert all(pdf_checks.fonts(made).values())
