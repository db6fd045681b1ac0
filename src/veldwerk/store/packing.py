"""Log lines in few bytes: JSON, deflated with a dictionary of field names, or plain when that is not shorter.

The log holds each value a second time; packed, a vault stays under twice the JSON of what is in it (DESIGN 11).
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from veldwerk.domain.changes import Json

SHORT = 64
"""Bytes below which packing gains nothing."""

# Frozen: what was packed with it must stay readable. Another one takes another first byte.
_FIRST_DICTIONARY = (
    b'"figures":""threshold":""run_on":""period":""organisation":""role":""published_at":""compiler":""s'
    b'ource_hash":""xform":""title":""form_id":""set_at":""value":""key":""found_on":""reason":""boundar'
    b'ies":""check_ins":""backup_accepted_on":""backup_deputy":""backup_phone":""backup_name":""end_reas'
    b'on":""planned_end":""starts_on":""complex":""hours":""tasks":""agreed_days":""client_alerts":""cli'
    b'ent_address":""client_name":""volunteer_id":""limits":""max_hours":""max_matches":""secrecy_on":""'
    b'training_on":""certificate_on":""interests":""languages":""health_note":""bsn_verified_how":""bsn_'
    b'verified_on":""bsn":""recorded_by":""withdrawn_on":""how":""given_by":""given_on":""wording":""cat'
    b'egories":""purpose":""prints":""printed_at":""shared":""content":""template_version":""template":"'
    b'"task_id":""next_step":""promised":""text":""spoke_to":""author":""written_at":""history":""feedba'
    b'ck":""started_on":""replied_on":""reply_code":""due_on":""sent_on":""status_reason":""business_sta'
    b'tus":""consent_id":""recipient":""service_id":""referral_id":""result":""ended_on":""named_contact'
    b'":""suggested":""rule_ids":""created_on":""requester":""question":""appraisal_id":""document":""en'
    b'ds_on":""checked_by":""checked_on":""care_provider":""referral_needed":""phone":""contact_name":""'
    b'access":""waiting_weeks":""capacity":""cost_cents":""maximum_age":""minimum_age":""areas":""descri'
    b'ption":""kind":""location_id":""organization_name":""organization_id":""name":""opened_on":""sourc'
    b'e":""no_visits":""alerts":""gp_name":""language":""living":""email":""phones":""city":""postal_cod'
    b'e":""house_addition":""house_number":""street":""birth_date":""salutation":""gender":""name_use":"'
    b'"partner_name":""partner_infix":""family_name":""infix":""preferred_name":""given_name":""initials'
    b'":""client_number":""closed_on":""feedback_at":""feedback_due":""inform_before":""contact_at":""fi'
    b'rst_attempt_at":""first_attempt_due":""assigned_to":""triaged_by":""urgency":""worries":""already_'
    b'done":""since":""judgement":""facts":""area":""address":""client_informed":""anonymity":""reporter'
    b'_phone":""reporter_name":""reporter_kind":""receiver":""channel":""entered_at":""received_at":""nu'
    b'mber":""confirmed_on":""override_reason":""chosen":""review_on":""goal_words":""goal_kind":""situa'
    b'tion":""no_fitting_offer":""volunteer_available":""professional_involved":""permanent_reason":""pe'
    b'rmanent":""red_flags":""complexity":""control":""wish":""social_need":""coping":""competences":""l'
    b'oss_months":""causes":""spill_over":""duration_asked":""duration_months":""types":""score_class":"'
    b'"made_by":""made_on":""measurement_id":""category_uncertain":""missing":""category":""subscales":"'
    b'"total":""algorithm":""answers":""measured_on":""respondent":""mode":""norm":""version":""instrume'
    b'nt":""values":""form_version":""visit_id":""attempts":""entered_by":""recall_on":""agreements":""o'
    b'utcome":""finished_at":""started_at":""status":""signal_id":""visitor":""place":""planned_time":""'
    b'planned_on":""contact_form":""form":""person_id":"":true,"":false,"":null,"{"id":"T10:00:00+02:00"'
    b',"T09:00:00+01:00","2025-02026-0"onbekend",""actief",""huisbezoek75",""huisbezoek",""uitgevoerd","'
    b'"gepland","":{""},"","'
)
_FIRST = b"\x01"


def pack(value: Json) -> bytes | str:
    """`value` as the log keeps it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(text) < SHORT:
        return text
    plain = text.encode()
    packer = zlib.compressobj(level=4, wbits=-15, memLevel=6, zdict=_FIRST_DICTIONARY)
    packed = _FIRST + packer.compress(plain) + packer.flush()
    return packed if len(packed) < len(plain) else text


def unpack(stored: object) -> Any:
    """What was packed."""
    if isinstance(stored, bytes):
        if stored[:1] != _FIRST:
            raise ValueError("packed by a newer version")
        opener = zlib.decompressobj(wbits=-15, zdict=_FIRST_DICTIONARY)
        stored = (opener.decompress(stored[1:]) + opener.flush()).decode()
    return json.loads(str(stored))
