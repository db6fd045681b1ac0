"""The data register: every record kind and field, with purpose, category, space, retention class and merge kind.

Schema, guard, export, access copy and erasure read it from here; a test fails when a column is not in it
(DESIGN 2; AVG art. 30, REQ-LAW-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from veldwerk.domain import (
    consent,
    organisation,
    people,
    referrals,
    safety,
    signals,
    social_map,
    visits,
    volunteers,
)
from veldwerk.domain.records import Record, bare, fields_of


class Space(StrEnum):
    """A set of members with its own keys (DESIGN 4)."""

    KAART = "kaart"
    COALITIE = "coalitie"
    CASUS = "casus"
    INZET = "inzet"
    ZORG = "zorg"


class Merge(StrEnum):
    """How two edits of one field come together."""

    SCALAR = "scalar"
    NOTE = "note"
    SET = "set"
    DOCUMENT = "document"


class Category(StrEnum):
    """Kind of personal data, lightest first. `IDENTIFYING` and `NOTE` never reach a read model for analysts."""

    NONE = "geen"
    ADMIN = "administratief"
    IDENTIFYING = "identificerend"
    NOTE = "vrije_tekst"
    SOCIAL = "sociaal"
    HEALTH = "gezondheid"
    BSN = "bsn"


class Retention(StrEnum):
    """Retention class (DOMAIN 6): the file in care, social support, welfare, or none."""

    WGBO = "wgbo"
    WMO = "wmo"
    WELZIJN = "welzijn"
    NONE = "geen"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: SQL type `TEXT`, `INTEGER` or `REAL` (sets and documents are JSON in TEXT)."""

    name: str
    sql: str
    merge: Merge
    category: Category


@dataclass(frozen=True, slots=True)
class KindSpec:
    """One record kind. `spaces` are where its records may live, the first by default.

    `apart` is set for a kind of which each record has a space of its own, `<apart>-<record id>`; it has no `spaces`.
    """

    kind: str
    record: type[Record]
    spaces: tuple[Space, ...]
    purpose: str
    retention: Retention
    fields: Mapping[str, FieldSpec]
    person_field: str
    apart: str = ""

    def home(self, record: str) -> str:
        """The space where `record` lives unless another one is chosen."""
        return f"{self.apart}-{record}" if self.apart else self.spaces[0].value

    def holds(self, space: str, record: str) -> bool:
        """Whether `record` may live in `space`."""
        return space == self.home(record) if self.apart else space in self.spaces


def _sql(hint: object) -> str:
    hint = bare(hint)
    if hint in (int, bool):
        return "INTEGER"
    return "REAL" if hint is float else "TEXT"


def _merge(hint: object) -> Merge:
    text = str(bare(hint))
    if text.startswith("tuple["):
        return Merge.SET
    return Merge.DOCUMENT if "Mapping[" in text else Merge.SCALAR


def _kind(
    record: type[Record],
    spaces: tuple[Space, ...],
    purpose: str,
    retention: Retention,
    default: Category,
    *,
    person: str = "",
    apart: str = "",
    **marked: str,
) -> KindSpec:
    """A spec in which `marked` names fields by category: `identifying="name street"`, `note="facts"`, …"""
    category = {
        name: Category[label.upper()]
        for label, names in marked.items()
        if label != "multi"
        for name in names.split()
    }
    multi = set(marked.get("multi", "").split()) | {n for n, c in category.items() if c is Category.NOTE}
    fields = {
        name: FieldSpec(
            name, _sql(hint), Merge.NOTE if name in multi else _merge(hint), category.get(name, default)
        )
        for name, hint in fields_of(record).items()
        if name not in ("id", "KIND")
    }
    unknown = set(category) | multi
    assert unknown <= set(fields), f"{record.KIND}: {sorted(unknown - set(fields))} are not fields"
    return KindSpec(record.KIND, record, spaces, purpose, retention, MappingProxyType(fields), person, apart)


_A, _S, _N = Category.ADMIN, Category.SOCIAL, Category.NONE

KINDS: Mapping[str, KindSpec] = MappingProxyType(
    {
        spec.kind: spec
        for spec in (
            _kind(
                people.Person, (Space.CASUS,), "support at home", Retention.WELZIJN, _A, person="id",
                identifying="client_number initials given_name preferred_name infix family_name partner_infix "
                "partner_name salutation birth_date street house_number house_addition postal_code phones email "
                "gp_name",
                note="alerts", social="living language",
            ),
            _kind(
                people.PersonCare, (Space.ZORG,), "nursing care", Retention.WGBO, Category.HEALTH, person="person_id",
                bsn="bsn bsn_verified_on bsn_verified_how", note="health_note",
            ),
            _kind(
                consent.Consent, (Space.CASUS,), "proof of consent", Retention.WMO, _A, person="person_id",
                identifying="recipient given_by wording",
            ),
            _kind(
                signals.Signal, (Space.CASUS,), "reporting point", Retention.WELZIJN, _S, person="person_id",
                identifying="reporter_name reporter_phone address number since receiver",
                note="facts judgement already_done",
            ),
            _kind(
                visits.Visit, (Space.CASUS,), "yearly home visit", Retention.WELZIJN, _A, person="person_id",
                identifying="place", note="agreements",
            ),
            _kind(
                visits.Answers, (Space.CASUS, Space.ZORG), "yearly home visit", Retention.WELZIJN, _S,
                person="person_id", identifying="values",
            ),
            _kind(
                visits.AppraisalCare, (Space.ZORG,), "nursing care", Retention.WGBO, Category.HEALTH,
                person="person_id",
            ),
            _kind(
                visits.Measurement, (Space.CASUS, Space.ZORG), "following loneliness", Retention.WELZIJN, _S,
                person="person_id",
            ),
            _kind(
                visits.Appraisal, (Space.CASUS,), "fitting referral", Retention.WELZIJN, _S, person="person_id",
                note="permanent_reason goal_words override_reason",
            ),
            _kind(
                referrals.Referral, (Space.CASUS,), "fitting referral", Retention.WMO, _S, person="person_id",
                note="question facts already_done goal_words override_reason", identifying="named_contact",
            ),
            _kind(
                referrals.ReferralTask, (Space.CASUS,), "fitting referral", Retention.WMO, _A, person="person_id",
                identifying="reply_code recipient status_reason history", note="feedback",
            ),
            _kind(
                referrals.ReferralNote, (Space.CASUS,), "closing the loop", Retention.WMO, _A, person="person_id",
                note="text promised next_step", identifying="spoke_to",
            ),
            _kind(
                referrals.Letter, (Space.CASUS,), "correspondence", Retention.WMO, _A, person="person_id",
                identifying="recipient content",
            ),
            _kind(
                safety.SafetyRecord, (), "reporting code", Retention.WMO, _S, person="person_id", apart="veilig",
                identifying="person_name handler attention",
                note="step1_note step2_note step3_note step4_note step5_note",
            ),
            _kind(
                volunteers.Volunteer, (Space.INZET,), "volunteers", Retention.WELZIJN, _A,
                identifying="given_name infix family_name phone", note="limits",
            ),
            _kind(
                volunteers.Match, (Space.INZET,), "volunteers", Retention.WELZIJN, _A,
                identifying="client_name client_address client_alerts backup_name backup_phone backup_deputy "
                "check_ins boundaries agreed_days",
            ),
            _kind(social_map.Organization, (Space.KAART,), "social map", Retention.NONE, _N),
            _kind(social_map.Location, (Space.KAART,), "social map", Retention.NONE, _N),
            _kind(social_map.Service, (Space.KAART,), "social map", Retention.NONE, _N, multi="description",
                identifying="contact_name phone email checked_by"),
            _kind(social_map.OfferGap, (Space.COALITIE,), "offer gaps", Retention.NONE, _N, note="reason"),
            _kind(organisation.Setting, (Space.KAART,), "settings", Retention.NONE, _N),
            _kind(organisation.PublishedForm, (Space.KAART,), "forms", Retention.NONE, _N),
            _kind(organisation.Worker, (Space.KAART,), "team", Retention.NONE, _A, identifying="name phone"),
            _kind(organisation.PublishedMonth, (Space.COALITIE,), "month summary", Retention.NONE, _N),
        )
    }
)  # fmt: skip


APART = frozenset(spec.apart for spec in KINDS.values() if spec.apart)
"""What the names of spaces begin with that hold one record each."""


def split_space(label: str) -> tuple[str, str]:
    """(what it is called, the one record it holds) of a space; the record is «» for a space of many."""
    family, dash, record = label.partition("-")
    return (family, record) if dash and family in APART else (label, "")


def spec(kind: str) -> KindSpec:
    """The spec of `kind`; KeyError is a bug of the caller."""
    return KINDS[kind]
