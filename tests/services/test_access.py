"""Roles and rights (DOMAIN 6.2): checked against a table written by hand."""

from __future__ import annotations

import pytest

from veldwerk.domain.errors import AccessDenied
from veldwerk.services.access import Actor, Right, Role, may, may_join, require

CAN_READ = {
    "person": {Role.NURSE, Role.WELFARE},
    "person_care": {Role.NURSE},
    "appraisal_care": {Role.NURSE},
    "measurement": {Role.NURSE, Role.WELFARE},
    "signal": {Role.NURSE, Role.WELFARE},
    "referral": {Role.NURSE, Role.WELFARE},
    "letter": {Role.NURSE, Role.WELFARE},
    "volunteer": {Role.WELFARE, Role.COORDINATOR},
    "match": {Role.WELFARE, Role.COORDINATOR},
    "service": set(Role),
    "published_month": {Role.NURSE, Role.WELFARE, Role.COORDINATOR, Role.TEAM_LEAD},
}


@pytest.mark.parametrize("kind", sorted(CAN_READ))
@pytest.mark.parametrize("role", list(Role))
def test_who_may_read_and_write_what(kind: str, role: Role) -> None:
    actor = Actor("w", "Iemand", role)
    for right in (Right.READ, Right.WRITE, Right.DELETE, Right.PRINT):
        assert may(actor, right, kind) is (role in CAN_READ[kind]), right


def test_a_team_lead_publishes_and_invites_but_opens_no_file() -> None:
    lead = Actor("w", "Leider", Role.TEAM_LEAD)
    require(lead, Right.PUBLISH)
    require(lead, Right.MEMBERS)
    for kind in ("person", "visit", "answers"):
        with pytest.raises(AccessDenied):
            require(lead, Right.READ, kind)


def test_only_those_who_may_see_the_log_do() -> None:
    assert {role for role in Role if may(Actor("w", "x", role), Right.AUDIT)} == {
        Role.NURSE,
        Role.WELFARE,
        Role.PRIVACY,
    }


@pytest.mark.parametrize("role", list(Role))
def test_a_safety_record_is_worked_on_by_few_and_goes_on_no_paper(role: Role) -> None:
    actor = Actor("w", "Iemand", role)
    for right in (Right.READ, Right.WRITE, Right.DELETE):
        assert may(actor, right, "safety") is (role in {Role.NURSE, Role.WELFARE, Role.TEAM_LEAD}), right
    for right in (Right.PRINT, Right.EXPORT):
        assert not may(actor, right, "safety"), right


@pytest.mark.parametrize("role", list(Role))
def test_which_spaces_a_role_may_be_let_into(role: Role) -> None:
    actor = Actor("w", "Iemand", role)
    assert may_join(actor, "zorg") is (role is Role.NURSE)
    assert may_join(actor, "veilig-0192") is (role in {Role.NURSE, Role.WELFARE, Role.TEAM_LEAD})
    assert may_join(actor, "of-a-later-version")
