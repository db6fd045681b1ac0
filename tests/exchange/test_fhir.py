"""A referral as a bundle: right by the official schema, no more than the consent covers, never a BSN."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from veldwerk.domain.consent import Consent
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person, Phone
from veldwerk.domain.referrals import TRANSITIONS, Referral, ReferralTask
from veldwerk.domain.social_map import Service
from veldwerk.domain.visits import Measurement
from veldwerk.exchange.fhir import Case, bundle

ID = "0198c000-0000-7000-8000-00000000000"
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=timezone(timedelta(hours=1)))
EVERYTHING = ("naam", "geboortedatum", "telefoon", "vraag", "bevindingen", "eenzaamheid", "doel", "praktisch")
CASE = Case(
    person=Person(
        id=f"{ID}1",
        client_number="C0001",
        initials="A.",
        family_name="Wouterszoon",
        gender="vrouw",
        birth_date=date(1941, 5, 6),
        phones=(Phone(id="p1", number="030-1234567"),),
        street="Hazelaarlaan",
    ),
    referral=Referral(
        id=f"{ID}2",
        person_id=f"{ID}1",
        kind="maatje",
        status="active",
        question="Ik mis iemand om mee te wandelen",
        facts="Woont alleen sinds maart",
        goal_words="Elke week naar buiten",
        requester=f"{ID}9",
        created_on=date(2026, 11, 20),
    ),
    task=ReferralTask(
        id=f"{ID}3",
        referral_id=f"{ID}2",
        person_id=f"{ID}1",
        service_id=f"{ID}5",
        consent_id=f"{ID}4",
        status="requested",
        business_status="letter-posted",
        sent_on=date(2026, 11, 24),
        due_on=date(2026, 12, 8),
        reply_code="K7M2P4X",
    ),
    consent=Consent(
        id=f"{ID}4",
        person_id=f"{ID}1",
        recipient="Wandelmaatjes",
        categories=EVERYTHING,
        wording="Mag ik uw naam doorgeven?",
        given_on=date(2026, 11, 20),
        given_by="mevrouw zelf",
    ),
    service=Service(
        id=f"{ID}5",
        name="Wandelmaatjes",
        organization_id=f"{ID}6",
        organization_name="Welzijn Oost",
        capacity="wachtlijst",
        email="info@welzijn.example",
        phone="030-7654321",
    ),
    sender="Anke Terpstra",
    role="Wijkverpleegkundige",
    organisation="Thuiszorg Oost",
    intervention="Maatjescontact",
    measurement=Measurement(
        id=f"{ID}7", instrument="djg6", total=4, measured_on=date(2026, 11, 20), answers={"a": "ja"}
    ),
)


def kinds(made: dict[str, object]) -> dict[str, Any]:
    """Resources by type; of the organisations the last, the recipient."""
    entries: Any = made["entry"]
    return {one["resource"]["resourceType"]: one["resource"] for one in entries}


def allowed(*categories: str) -> Case:
    return replace(CASE, consent=replace(CASE.consent, categories=categories))


def test_every_reference_leads_to_an_entry() -> None:
    made = bundle(CASE, NOW)
    text = json.dumps(made)
    urls = {one["fullUrl"] for one in made["entry"]}  # type: ignore[attr-defined]  # a list
    assert len(urls) == 10
    found = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("reference"), str):
                found.add(value["reference"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(made)
    assert found <= urls
    assert kinds(made)["Task"]["for"]["reference"] in urls
    assert "1941-05-06" in text
    assert kinds(made)["Task"]["restriction"] == {"period": {"end": "2026-12-08"}}


def test_only_what_the_consent_covers_goes_along() -> None:
    text = json.dumps(bundle(allowed("naam"), NOW), ensure_ascii=False)
    for hidden in ("1941", "030-1234567", "wandelen", "maart", "naar buiten", "QuestionnaireResponse"):
        assert hidden not in text
    assert "Wouterszoon" in text
    with_question = json.dumps(bundle(allowed("naam", "vraag"), NOW), ensure_ascii=False)
    assert "wandelen" in with_question
    assert "maart" not in with_question


def test_answers_address_and_internal_words_never_go_along() -> None:
    text = json.dumps(bundle(CASE, NOW), ensure_ascii=False)
    for hidden in ("Hazelaarlaan", '"a"', "override"):
        assert hidden not in text


def test_a_health_score_never_goes_along() -> None:
    assert CASE.measurement is not None
    made = bundle(replace(CASE, measurement=replace(CASE.measurement, instrument="phq9")), NOW)
    assert "QuestionnaireResponse" not in json.dumps(made)


@pytest.mark.parametrize(
    ("consent", "code"),
    [
        ({"withdrawn_on": date(2026, 11, 24)}, "no-consent"),
        ({"ends_on": date(2026, 11, 23)}, "no-consent"),
        ({"id": f"{ID}8"}, "no-consent"),
        ({"categories": ("vraag",)}, "consent-name"),
    ],
)
def test_without_consent_there_is_no_bundle(consent: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as error:
        bundle(replace(CASE, consent=replace(CASE.consent, **consent)), NOW)
    assert error.value.code == code


@pytest.mark.parametrize("field", ["question", "facts", "goal_words"])
def test_a_bsn_in_a_text_stops_it(field: str) -> None:
    words: dict[str, Any] = {field: "bsn 999999990, graag bellen"}
    with pytest.raises(UserError) as error:
        bundle(replace(CASE, referral=replace(CASE.referral, **words)), NOW)
    assert error.value.code == "holds-bsn"
    other: dict[str, Any] = {field: "nummer 999999991"}
    assert bundle(replace(CASE, referral=replace(CASE.referral, **other)), NOW)


BUNDLES = [CASE, allowed("naam"), replace(CASE, measurement=None), *(
    replace(CASE, task=replace(CASE.task, status=status, status_reason="vol", reply_code=""))
    for status in sorted(TRANSITIONS)
)]  # fmt: skip


@pytest.mark.parametrize("case", BUNDLES)
def test_it_is_right_by_the_official_schema(case: Case, shared_data: Path) -> None:
    path = shared_data / "fhir" / "r4_trimmed.schema.json"
    if not path.exists():
        pytest.skip("needs fhir/r4_trimmed.schema.json in the shared data")
    schema = json.loads(path.read_text("utf-8"))
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(bundle(case, NOW))] == []


@pytest.mark.parametrize("case", BUNDLES)
def test_it_is_read_by_a_fhir_library_and_comes_back_the_same(case: Case) -> None:
    library = pytest.importorskip("fhir.resources.R4B.bundle")
    made = bundle(case, NOW)
    read = library.Bundle.model_validate_json(json.dumps(made))
    assert json.loads(read.model_dump_json(exclude_none=True)) == made
