"""What makes a letter, and what stops one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.documents import samples
from veldwerk import texts
from veldwerk.domain import letter_making, letter_texts, letters
from veldwerk.domain.errors import UserError
from veldwerk.texts.errors import sentence

REFERRAL = samples.text("verwijsbrief")


def compose(fields: letter_texts.Fields, **changed: object) -> letters.LetterContent:
    return letter_making.compose(
        REFERRAL, fields, samples.envelope(**changed), samples.words(), samples.CONSENT
    )


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", samples.KINDS)
def test_each_shipped_text_fills_in_both_languages_without_a_hole(kind: str, language: str) -> None:
    text = samples.text(kind)
    assert set(text.bodies) == {"nl", "en"}
    made = samples.card(language) if text.card else samples.letter(kind, language)
    assert "{" not in str(made.blocks)
    assert "  " not in "".join(block.text for block in made.blocks if isinstance(block, letters.Paragraph))


@pytest.mark.parametrize("name", letter_texts.used_fields(REFERRAL, samples.FIELDS, "nl"))
@pytest.mark.parametrize("empty", [None, "", "   "])
def test_an_empty_field_stops_the_letter_by_name_or_leaves_its_part_out(name: str, empty: str | None) -> None:
    fields = {**samples.FIELDS, name: empty}
    optional = {"client_phone", "done", "loneliness_kind", "situation", "waiting_contact"}
    if name in optional:
        assert "None" not in str(compose(fields).blocks)
        return
    with pytest.raises(letters.EmptyFieldError) as caught:
        compose(fields)
    assert caught.value.values["field"] == REFERRAL.fields[name].labels["nl"]
    assert REFERRAL.fields[name].labels["nl"] in letter_texts.missing(REFERRAL, fields, "nl")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"recipient": replace(samples.RECIPIENT, salutation=" ")}, "de aanhef"),
        ({"recipient": replace(samples.RECIPIENT, lines=("", ""))}, "de naam van de ontvanger"),
        ({"recipient": replace(samples.RECIPIENT, postcode="")}, "de postcode van de ontvanger"),
        ({"letterhead": replace(samples.LETTERHEAD, street="")}, "het adres van de afzender"),
        ({"signature": replace(samples.SIGNATURE, role="")}, "de functie van de afzender"),
        ({"reference": ""}, "het kenmerk"),
    ],
)
def test_nothing_leaves_without_recipient_sender_role_and_return_address(
    changed: dict[str, object], told: str
) -> None:
    with pytest.raises(UserError) as caught:
        compose(samples.FIELDS, **changed)
    assert sentence(caught.value) == f"Deze brief kan nog niet worden gemaakt: {told} is leeg."


@pytest.mark.parametrize(
    "salutation", ["Geachte heer/mevrouw", "Geachte heer/mevrouw ,", "Geachte mevrouw/heer Jansen"]
)
def test_a_salutation_that_leaves_a_choice_open_is_refused(salutation: str) -> None:
    with pytest.raises(UserError) as caught:
        compose(samples.FIELDS, recipient=replace(samples.RECIPIENT, salutation=salutation))
    assert caught.value.code == "salutation"


def test_without_consent_no_referral_letter() -> None:
    with pytest.raises(UserError) as caught:
        letter_making.compose(REFERRAL, samples.FIELDS, samples.envelope(), samples.words())
    assert caught.value.code == "no-consent"


@pytest.mark.parametrize("category", letter_texts.categories(REFERRAL, samples.FIELDS, "nl"))
def test_a_category_outside_the_consent_is_refused_by_name(category: str) -> None:
    consent = replace(samples.CONSENT, categories=samples.CONSENT.categories - {category})
    with pytest.raises(UserError) as caught:
        letter_making.compose(REFERRAL, samples.FIELDS, samples.envelope(), samples.words(), consent)
    assert caught.value.values["categories"] == samples.words().categories[category]


def test_what_is_left_out_of_the_letter_is_not_listed_as_shared() -> None:
    made = compose({**samples.FIELDS, "client_phone": "", "loneliness_kind": "", "situation": None})
    assert "telefoon" not in made.shared
    assert "eenzaamheid" not in made.shared
    assert "telefoonnummer" not in str(made.blocks)


def test_the_welfare_letter_shares_no_findings_score_or_birth_date() -> None:
    made = samples.letter("verwijsbrief_welzijn")
    assert set(made.shared) == {"naam", "telefoon", "vraag", "praktisch"}
    assert "1944" not in str(letters.to_document(made))


def test_the_invitation_keeps_the_word_lonely_out_and_the_opt_in_sentence_in() -> None:
    made = str(samples.letter("uitnodiging_aanmelden").blocks)
    assert "eenzaam" not in made.lower()
    assert "Dan hoeft u niets te doen" in made
    assert samples.text("uitnodiging_aanmelden").model == "aanmelden"


def test_a_value_that_looks_like_a_field_stays_as_it_is() -> None:
    made = compose({**samples.FIELDS, "own_words": "ik zei {client_name} en {nog_iets}"})
    assert letters.Quote("Ik zei {client_name} en {nog_iets}") in made.blocks


@pytest.mark.parametrize(
    ("postcode", "city", "line"),
    [
        ("1234ab", "Oosterveen", "1234 AB  OOSTERVEEN"),
        (" 1234  AB ", "'s-Hertogenbosch", "1234 AB  'S-HERTOGENBOSCH"),
        ("B-1000", "Brussel", "B-1000  BRUSSEL"),
    ],
)
def test_postcode_line(postcode: str, city: str, line: str) -> None:
    assert letters.place_line(postcode, city) == line


def test_date_in_words_and_lists_in_both_languages() -> None:
    assert samples.words().day(date(2026, 3, 1)) == "1 maart 2026"
    assert samples.words("en").day(date(2026, 3, 1)) == "1 March 2026"
    assert samples.words().joined(["a", "b", "c"]) == "a, b en c"


def test_a_template_with_an_unknown_field_is_refused() -> None:
    broken = {
        "kind": "proef",
        "fields": {},
        "nl": {"name": "Proef", "subject": "over {onbekend}", "closing": "Groet,", "blocks": []},
    }
    with pytest.raises(UserError) as caught:
        letter_texts.parse(broken)
    assert caught.value.values["what"] == "onbekend"


def test_a_damaged_letter_in_the_vault_is_a_sentence_not_a_crash() -> None:
    document = letters.to_document(samples.letter())
    document.pop("recipient")
    with pytest.raises(UserError):
        letters.from_document(document)


def test_the_refusal_is_told_in_english_too() -> None:
    texts.set_language("en")
    with pytest.raises(UserError) as caught:
        compose(samples.FIELDS, reference=" ")
    assert sentence(caught.value) == "This letter cannot be made yet: the reference is empty."


def test_a_reply_date_that_is_missing_is_named_in_the_language_of_the_letter() -> None:
    with pytest.raises(letters.EmptyFieldError) as caught:
        compose(samples.FIELDS, reply_by=None)
    assert caught.value.values["field"] == "datum waarop het antwoord binnen moet zijn"


def test_who_has_no_phone_is_reached_through_the_named_contact() -> None:
    text, fields = samples.text("verwijsbrief_welzijn"), {**samples.FIELDS, "client_phone": ""}
    made = letter_making.compose(text, fields, samples.envelope(), samples.words(), samples.CONSENT)
    facts = next(block for block in made.blocks if isinstance(block, letters.Facts))
    assert ("Bereikbaar via", "Marieke van der Berg") in facts.rows
    assert "telefoon" not in made.shared
