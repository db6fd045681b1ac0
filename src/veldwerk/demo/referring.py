"""Fitting referral: consent, a recipient, what came back, a next try, and an end (SOCIAL_MAP 2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from veldwerk.demo import phrases_help as words
from veldwerk.demo.judging import Judgement
from veldwerk.demo.letter_sample import make_letter
from veldwerk.demo.people import Life
from veldwerk.demo.world import Made, World
from veldwerk.domain import names
from veldwerk.domain.consent import Consent
from veldwerk.domain.referrals import Referral, ReferralNote, ReferralTask, TaskEvent, check_transition
from veldwerk.domain.social_map import OfferGap, Service
from veldwerk.domain.workdays import REPLY_WORKDAYS, add_workdays
from veldwerk.services.letters import CARE_KINDS

_ENDED = ("completed", "failed", "cancelled", "rejected")
_WAITING_DAYS = (16, 75)
"""Sent so long ago and still silent: `World.silent` referrals stay so, that the list of today is not empty."""
_CATEGORIES = ("naam", "telefoon", "vraag", "praktisch")
_CARE_CATEGORIES = ("bevindingen", "doel", "eenzaamheid", "geboortedatum", "naam", "telefoon", "vraag")


@dataclass(slots=True)
class _Track:
    """One task on its way; steps in the future are not taken."""

    world: World
    worker: str
    task: ReferralTask
    day: date
    steps: list[TaskEvent] = field(default_factory=list)
    stopped: bool = False

    def step(self, days: int, after: str, business: str, reason: str = "") -> bool:
        """Take a step so many days later; False when that day has not come."""
        self.day = self.world.workday(self.day + timedelta(days=days))
        if self.stopped or self.day > self.world.today:
            self.stopped = True
            return False
        before = self.task.status
        check_transition(before, after, reason)
        at = self.world.moment(self.day, self.world.rng.randint(8, 16), self.world.rng.randint(0, 59))
        if at > self.world.now:
            at = self.world.now
        self.steps.append(
            TaskEvent(
                id=self.world.ids.new_id(),
                at=at.isoformat(),
                by=self.worker,
                before=before,
                after=after,
                business_status=business,
                reason=reason,
            )
        )
        changes: dict[str, object] = {"status": after, "business_status": business}
        if reason:
            changes["status_reason"] = reason
        if after == "in-progress" and self.task.started_on is None:
            changes["started_on"] = self.day
        if after in _ENDED:
            changes["ended_on"] = self.day
        if before == "requested" and after in ("accepted", "rejected"):
            changes["replied_on"] = self.day
        self.task = replace(self.task, **changes)  # type: ignore[arg-type]  # names are fields of the task
        return True

    @property
    def done(self) -> ReferralTask:
        """The task as it stands today."""
        return replace(self.task, history=tuple(self.steps))


def referrals_of(world: World, life: Life, judgement: Judgement) -> Iterator[Made]:
    """All that follows from what was chosen: a referral for each kind that is one, or a gap in the offer."""
    made_on = judgement.appraisal.made_on
    assert made_on is not None
    for kind in judgement.appraisal.chosen:
        if world.knowledge.rules.interventions[kind].referral:
            created = world.workday(made_on + timedelta(days=world.rng.randint(0, 4)))
            if created <= min(world.today, life.ended or world.today):
                yield from _referral(world, life, judgement, kind, created)


def _candidates(world: World, life: Life, kind: str) -> list[Service]:
    """Services for this kind that work where the person lives and are not full, the fresh ones first."""
    pc4 = life.person.postal_code[:4]
    fitting = [
        service
        for service in world.offers.get(kind, ())
        if service.status == "active"
        and service.capacity != "vol"
        and (not service.areas or pc4 in service.areas)
    ]
    world.rng.shuffle(fitting)
    return fitting[:3]


def _referral(world: World, life: Life, judgement: Judgement, kind: str, created: date) -> Iterator[Made]:
    appraisal, advice = judgement.appraisal, judgement.advice
    candidates = _candidates(world, life, kind)
    if not candidates or world.chance(0.03):
        yield from _gap(world, life, kind, created)
        if not candidates:
            return
    rules = tuple(sorted(rule.id for rule in advice.why(kind)))
    referral = Referral(
        id=world.ids.new_id(),
        person_id=life.person.id,
        appraisal_id=appraisal.id,
        kind=kind,
        question=world.pick(words.QUESTIONS.get(kind, words.QUESTION)).format(**life.she),
        facts=_facts(world, life, kind),
        already_done=world.pick(words.DONE_BEFORE),
        goal_kind=appraisal.goal_kind,
        goal_words=appraisal.goal_words,
        requester=life.worker.id,
        created_on=created,
        rule_ids=rules,
        suggested=bool(rules),
        override_reason="" if rules else appraisal.override_reason,
        named_contact=life.worker.name if world.chance(0.4) else "",
    )
    if created >= world.today - timedelta(days=1) and world.chance(0.5):
        yield referral, "casus"
        return
    yield from _tried(world, life, judgement, referral, candidates)


def _facts(world: World, life: Life, kind: str) -> str:
    """Findings go to care providers only, and of health nothing that may not be written down."""
    if kind not in CARE_KINDS and not any(service.care_provider for service in world.offers.get(kind, ())):
        return ""
    return world.pick(words.CARE_FACTS if life.health_talk else words.CARE_FACTS_PLAIN)


def _gap(world: World, life: Life, kind: str, on: date) -> Iterator[Made]:
    if "coalitie" in world.spaces:
        yield (
            OfferGap(
                id=world.ids.new_id(),
                kind=kind,
                area=life.person.area,
                reason=world.pick(words.GAPS),
                found_on=on,
            ),
            "coalitie",
        )


def _tried(
    world: World, life: Life, judgement: Judgement, referral: Referral, candidates: list[Service]
) -> Iterator[Made]:
    """One recipient after another, until one takes it or the person no longer wants it."""
    day, tracks = referral.created_on or world.today, []
    records: list[Made] = []
    for service in candidates:
        consent = _consent(world, life, service, referral.kind, day)
        records.append((consent, "casus"))
        track = _one_try(world, life, referral, service, consent, day)
        tracks.append(track)
        dated = life.person.birth_date is not None  # a letter to a care provider cannot do without
        if dated and track.task.sent_on is not None and world.chance(world.letter_share):
            records.append(
                (make_letter(world, life, referral, track.done, service, consent, judgement), "casus")
            )
        again = track.task.status == "rejected" or track.task.business_status == "no-reply"
        if not (again and track.task.status in _ENDED):
            break
        day = track.day
    referral = _closed(world, life, referral, tracks)
    yield referral, "casus"
    yield from records
    for track in tracks:
        yield track.done, "casus"
    yield from _notes(world, life, referral, tracks[-1].task)


def _consent(world: World, life: Life, service: Service, kind: str, on: date) -> Consent:
    care = service.care_provider or kind in CARE_KINDS
    categories = _CARE_CATEGORIES if care else _CATEGORIES
    return Consent(
        id=world.ids.new_id(),
        person_id=life.person.id,
        purpose="verwijzing",
        recipient=service.name,
        categories=tuple(sorted(categories)),
        wording=f"Mag ik uw vraag en uw telefoonnummer doorgeven aan {service.name}?",
        given_on=on,
        given_by=names.friendly_name(life.person),
        how="schriftelijk" if world.chance(0.15) else "mondeling",
        recorded_by=life.worker.id,
    )


def _one_try(
    world: World, life: Life, referral: Referral, service: Service, consent: Consent, day: date
) -> _Track:
    task = ReferralTask(
        id=world.ids.new_id(),
        referral_id=referral.id,
        person_id=life.person.id,
        service_id=service.id,
        recipient=service.name,
        consent_id=consent.id,
        reply_code=world.reply_code(),
    )
    track = _Track(world, life.worker.id, task, day)
    how = world.weighted({"letter-posted": 6.0, "letter-handed": 3.0, "called": 1.0})
    if not track.step(world.rng.randint(0, 2), "requested", how):
        return track
    track.task = replace(track.task, sent_on=track.day, due_on=add_workdays(track.day, REPLY_WORKDAYS))
    _answered(track, life, service)
    return track


def _answered(track: _Track, life: Life, service: Service) -> None:
    """What the recipient says, and how it goes on from there."""
    world = track.world
    ago = (world.today - track.day).days
    if world.silent > 0 and _WAITING_DAYS[0] <= ago <= _WAITING_DAYS[1]:
        world.silent -= 1
        return
    answer = world.weighted({"yes": 62.0, "wait": 12.0, "no": 12.0, "silence": 9.0, "withdrawn": 5.0})
    if answer == "silence":
        days = world.rng.randint(45, 80)
        track.step(days, "cancelled", "no-reply", world.pick(words.NO_ANSWER))
        return
    days = world.rng.randint(2, 17)
    if answer == "no":
        why = world.pick(tuple(words.REFUSALS))
        track.step(days, "rejected", why, world.pick(words.REFUSALS[why]))
    elif answer == "withdrawn":
        track.step(days, "cancelled", "client-declined", world.pick(words.WITHDRAWN).format(**life.she))
    elif track.step(days, "accepted", "accepted" if world.chance(0.7) else "intake-planned"):
        _underway(track, life, service, answer == "wait" or service.capacity == "wachtlijst")


def _underway(track: _Track, life: Life, service: Service, waits: bool) -> None:
    world = track.world
    if waits:
        weeks = service.waiting_weeks or world.pick((3, 4, 6, 8))
        if not track.step(1, "on-hold", "waitlist", world.pick(words.WAITING).format(weken=weeks)):
            return
        begun = track.step(7 * weeks, "in-progress", "started")
    else:
        begun = track.step(world.rng.randint(5, 30), "in-progress", "started")
    if not begun:
        return
    length = world.rng.randint(40, 260)
    if world.chance(0.1):
        track.step(
            length // 3, "failed", world.pick(("no-show", "cannot-reach-client")), world.pick(words.FAILED)
        )
    elif track.step(length, "completed", "completed"):
        track.task = replace(track.task, feedback=world.pick(words.FEEDBACK).format(**life.she))


def _closed(world: World, life: Life, referral: Referral, tracks: list[_Track]) -> Referral:
    """The referral as it stands: never ended by one refusal alone, only by what became of it."""
    last = tracks[-1].task
    if last.sent_on is None:
        return referral
    referral = replace(referral, status="active")
    if last.status == "on-hold":
        return replace(referral, status="on-hold")
    if last.status not in _ENDED or last.ended_on is None:
        return referral
    if last.business_status == "client-declined":
        return replace(referral, status="revoked", result="gestopt_client", ended_on=last.ended_on)
    ended = world.workday(last.ended_on + timedelta(days=world.rng.randint(1, 20)))
    if ended > world.today:
        return referral
    result = {
        "completed": world.weighted({"doel_bereikt": 5.0, "deels": 3.0, "niet": 1.0}),
        "failed": "gestopt_client",
    }
    gone = life.ended is not None and life.ended <= ended and life.person.status in ("overleden", "verhuisd")
    outcome = life.person.status if gone else result.get(last.status, "niet")
    return replace(referral, status="completed", result=outcome, ended_on=ended)


def _notes(world: World, life: Life, referral: Referral, task: ReferralTask) -> Iterator[Made]:
    """Dated notes between sending and end."""
    if task.sent_on is None:
        return
    last = min(task.ended_on or world.today, world.today)
    for _ in range(world.weighted({0: 4.0, 1: 4.0, 2: 2.0, 3: 0.6})):
        day = world.workday(
            task.sent_on + timedelta(days=world.rng.randint(1, max(1, (last - task.sent_on).days)))
        )
        at = world.moment(min(day, world.today), world.rng.randint(8, 16), world.rng.randint(0, 59))
        if at > world.now:
            continue
        yield (
            ReferralNote(
                id=world.ids.new_id(),
                referral_id=referral.id,
                person_id=life.person.id,
                written_at=at,
                author=life.worker.id,
                spoke_to=world.pick((task.recipient, life.she["naam"], "")),
                text=world.pick(words.NOTES).format(dienst=task.recipient, **life.she),
                promised=world.pick(words.PROMISED),
                next_step=world.pick(words.NEXT_STEPS).format(**life.she),
            ),
            "casus",
        )
