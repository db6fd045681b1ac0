"""The register says of each field what it is for, what kind of data it is and how it merges (AVG art. 30)."""

from __future__ import annotations

import pytest

from veldwerk.domain.register import KINDS, Category, Merge, Retention, Space

PERSONAL = [kind for kind, spec in KINDS.items() if spec.person_field]
HEALTH = {Category.HEALTH, Category.BSN}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_purpose_and_a_home(kind: str) -> None:
    spec = KINDS[kind]
    assert spec.purpose
    assert bool(spec.spaces) is not bool(spec.apart)
    assert kind == spec.record.KIND


@pytest.mark.parametrize("kind", PERSONAL)
def test_what_is_about_a_person_says_about_whom_and_is_kept_for_a_term(kind: str) -> None:
    spec = KINDS[kind]
    assert spec.person_field == "id" or spec.person_field in spec.fields
    assert spec.retention is not Retention.NONE


@pytest.mark.parametrize("kind", KINDS)
def test_bsn_and_health_live_in_the_care_space_only(kind: str) -> None:
    spec = KINDS[kind]
    if any(field.category in HEALTH for field in spec.fields.values()):
        assert set(spec.spaces) == {Space.ZORG}


def test_the_bsn_is_registered_as_such() -> None:
    assert KINDS["person_care"].fields["bsn"].category is Category.BSN


@pytest.mark.parametrize("kind", KINDS)
def test_free_text_keeps_both_of_two_offline_versions(kind: str) -> None:
    for field in KINDS[kind].fields.values():
        if field.category is Category.NOTE and field.sql == "TEXT":
            assert field.merge is Merge.NOTE, field.name
        if field.merge is Merge.NOTE:
            assert field.sql == "TEXT", field.name


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_fit_for_paths_and_columns(kind: str) -> None:
    for name in KINDS[kind].fields:
        assert name.isidentifier()
        assert not name.startswith("_")


@pytest.mark.parametrize("kind", ["organization", "location", "service", "setting", "form"])
def test_nothing_about_clients_is_shared_with_everyone(kind: str) -> None:
    assert KINDS[kind].spaces == (Space.KAART,)
    assert not KINDS[kind].person_field
