"""All services of one open vault, built once and handed to the window, the command line or the generator."""

from __future__ import annotations

from dataclasses import dataclass

from veldwerk.app.knowledge import Knowledge
from veldwerk.documents.renderer import Documents
from veldwerk.services.appraisals import Appraisals
from veldwerk.services.edits import Edits
from veldwerk.services.forms import Forms
from veldwerk.services.halfway import Halfway
from veldwerk.services.kit import Kit
from veldwerk.services.letters import Letters
from veldwerk.services.months import Months
from veldwerk.services.people import People
from veldwerk.services.ports import Clock, Ids, Vault
from veldwerk.services.referrals import Referrals
from veldwerk.services.signals import Signals
from veldwerk.services.social_map import SocialMap
from veldwerk.services.today import Today
from veldwerk.services.visits import Visits


@dataclass(frozen=True, slots=True)
class Services:
    """What a worker can do in this vault."""

    kit: Kit
    knowledge: Knowledge
    documents: Documents
    people: People
    signals: Signals
    forms: Forms
    visits: Visits
    appraisals: Appraisals
    social_map: SocialMap
    referrals: Referrals
    letters: Letters
    months: Months
    today: Today
    halfway: Halfway


def build(
    vault: Vault,
    clock: Clock,
    ids: Ids,
    knowledge: Knowledge,
    *,
    organisation: str = "",
    practice: bool = False,
) -> Services:
    """The services of `vault`. `practice` marks everything that is printed as made from generated people."""
    kit = Kit(vault, clock, ids, Edits(vault, ids))
    documents = Documents()
    forms = Forms(kit)
    return Services(
        kit=kit,
        knowledge=knowledge,
        documents=documents,
        people=People(kit),
        signals=Signals(kit),
        forms=forms,
        visits=Visits(kit, forms, knowledge.library),
        appraisals=Appraisals(kit, knowledge.library, knowledge.rules),
        social_map=SocialMap(kit),
        referrals=Referrals(kit, knowledge.rules.interventions),
        letters=Letters(kit, knowledge.texts, documents, practice=practice),
        months=Months(
            kit,
            knowledge.indicators,
            knowledge.terms,
            knowledge.intervention_labels,
            documents,
            organisation=organisation,
            practice=practice,
        ),
        today=Today(kit),
        halfway=Halfway(kit),
    )
