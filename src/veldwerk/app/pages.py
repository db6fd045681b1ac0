"""The pages of an open vault, put together from the screens and the services each of them needs.

Screens do not know each other: what opens over a page, or where a page leads, is handed in from here.
"""

from __future__ import annotations

from collections.abc import Sequence

from veldwerk.app.knowledge import handbook
from veldwerk.app.office import VaultOffice
from veldwerk.app.sticks import folder_store, team_place
from veldwerk.app.workplace import Workplace
from veldwerk.domain.safety import SafetyRecord
from veldwerk.domain.visits import Appraisal
from veldwerk.services.access import Right, may
from veldwerk.services.colleagues import Colleagues
from veldwerk.services.erasures import Erasures
from veldwerk.services.logbook import Logbook
from veldwerk.services.restored import Restored
from veldwerk.services.safety import Safety
from veldwerk.services.stuck import StuckStreams
from veldwerk.services.sync_attendance import Attendance
from veldwerk.services.sync_conflicts import Conflicts
from veldwerk.services.sync_review import Review
from veldwerk.services.sync_waiting import Waiting
from veldwerk.services.sync_when import Timetable
from veldwerk.services.to_look import ToLook
from veldwerk.services.twins import Twins
from veldwerk.system.files import WholeFiles
from veldwerk.texts import _, language
from veldwerk.ui.commands import Command
from veldwerk.ui.page import Context, Page
from veldwerk.ui.parts.saving import Saving
from veldwerk.ui.screens import appraisal, arrivals, conflicts, exchange, people, referrals, signals
from veldwerk.ui.screens import visit as visiting
from veldwerk.ui.screens.handbook import HandbookPage
from veldwerk.ui.screens.letters import LettersScreen
from veldwerk.ui.screens.month import MonthScreen
from veldwerk.ui.screens.social_map import SocialMapScreen
from veldwerk.ui.screens.today import TodayScreen


class Book:
    """Makes the pages of one window on one open vault, and those that open over them."""

    def __init__(self, context: Context, work: Workplace) -> None:
        self._context, self._work = context, work
        services, actor = work.services, work.actor
        self._saving = Saving(context, lambda edit: services.kit.edits.undo(actor, edit))
        self._erasures = Erasures(work.vault, work.sync.erasing)
        self._twins = Twins(services.kit)
        self._review = Review(work.vault, work.sync.arrivals)
        self._to_look = ToLook(self._review, self._erasures, self._twins)
        self._signals = signals.SignalsScreen(context, self._signal_tools())
        context.commands.add(
            Command("handbook", _("Handbook"), self._open_handbook, "Shift+F1", "help", group=_("Window"))
        )
        group = _("Exchange and settings")
        context.commands.add(
            Command("conflicts", _("Notes with two texts"), self._open_conflicts, icon="note", group=group)
        )
        context.commands.add(
            Command("arrivals", _("To look at, and the bin"), self._open_arrivals, icon="flag", group=group)
        )
        if may(actor, Right.READ, SafetyRecord.KIND):
            context.commands.add(
                Command("safety", _("Reporting code"), self._open_safety, icon="shield", group=group)
            )

    def pages(self) -> list[Page]:
        """In the order of the rail."""
        context, services, actor = self._context, self._work.services, self._work.actor
        return [
            TodayScreen(
                context,
                actor,
                services.today,
                services.knowledge.terms,
                self.visit,
                self.intake,
                self.conflicts,
                self._to_look,
                self.arrivals,
            ),
            people.PeopleScreen(context, self._people_tools()),
            self._signals,
            *self._office_pages(),
        ]

    def _office_pages(self) -> list[Page]:
        """Social map, referrals, letters, month, and last exchange and settings."""
        context, services, actor = self._context, self._work.services, self._work.actor
        saving, files, terms = self._saving, WholeFiles(), services.knowledge.terms
        colleagues = Colleagues(services.kit)
        return [
            SocialMapScreen(
                context,
                actor,
                services.social_map,
                services.knowledge.rules,
                terms,
                lambda: colleagues.names(actor),
                saving,
            ),
            referrals.ReferralsScreen(context, self._referral_tools(colleagues)),
            LettersScreen(
                context, actor, services.letters, services.people, services.documents, files, terms, saving
            ),
            MonthScreen(context, actor, services.months, files, saving),
            exchange.ExchangeScreen(context, self._exchange_tools()),
        ]

    def _open_handbook(self) -> None:
        self._context.window.open_over(HandbookPage(self._context, handbook()))

    def _open_conflicts(self) -> None:
        self._context.window.open_over(self.conflicts())

    def _open_arrivals(self) -> None:
        self._context.window.open_over(self.arrivals())

    def _open_safety(self) -> None:
        self._context.window.open_over(self.safety())

    # --- what opens over a page

    def arrivals(self) -> Page:
        """What came in and asks for a look, and the bin."""
        work = self._work
        tools = arrivals.Tools(
            work.actor,
            work.sync.arrivals,
            self._review,
            self._erasures,
            self._twins,
            work.services.knowledge.terms,
            self._saving,
        )
        return arrivals.ArrivalsPage(self._context, tools)

    def conflicts(self, person: str = "", first: str = "") -> Page:
        """Notes with two texts: all of them, or those about one person; `first` is the one to begin with."""
        tools = conflicts.Tools(
            self._work.actor,
            Conflicts(self._work.services.kit),
            self._work.services.knowledge.terms,
            self._saving,
        )
        return conflicts.ConflictsPage(self._context, tools, person, first)

    def safety(self, person: str = "") -> Page:
        """The reporting code of one person, or all records that are ours to read."""
        return people.SafetyPage(self._context, self._safety_tools(), person)

    def visit(self, visit_id: str) -> Page:
        """The form of a visit, or what came out of it when it is done."""
        return visiting.VisitPage(self._context, self._visit_tools(), visit_id)

    def result(self, visit_id: str) -> Page:
        """What came out of a visit."""
        return visiting.ResultPage(self._context, self._visit_tools(), visit_id)

    def intake(self, person: str = "") -> Page:
        """A new signal, about somebody or about nobody known yet."""
        return signals.IntakePage(self._context, self._signal_tools(), self._signals.taken, person)

    def appraise(self, visit_id: str) -> Page:
        """What the worker makes of a visit."""
        return appraisal.AppraisalPage(self._context, self._appraisal_tools(), visit_id, self.advise)

    def advise(self, made: Appraisal) -> Page:
        """What fits, for a confirmed appraisal."""
        return appraisal.AdvicePage(self._context, self._appraisal_tools(), made)

    # --- what each of them works with

    def _people_tools(self) -> people.Tools:
        services = self._work.services
        return people.Tools(
            actor=self._work.actor,
            people=services.people,
            visits=services.visits,
            forms=services.forms,
            referrals=services.referrals,
            terms=services.knowledge.terms,
            library=services.knowledge.library,
            interventions=services.knowledge.intervention_labels,
            saving=self._saving,
            halfway=services.halfway,
            new_id=self._work.ids.new_id,
            visit=self.visit,
            signal=self.intake,
            result=self.result,
            safety=self.safety,
            conflicts=Conflicts(services.kit),
            two_texts=self.conflicts,
            erasures=self._erasures,
        )

    def _safety_tools(self) -> people.SafetyTools:
        work, services = self._work, self._work.services
        return people.SafetyTools(
            actor=work.actor,
            safety=Safety(services.kit, work.vault, work.sync),
            people=services.people,
            storage=work.storage,
            files=WholeFiles(),
            terms=services.knowledge.terms,
            saving=self._saving,
        )

    def _signal_tools(self) -> signals.Tools:
        services = self._work.services
        return signals.Tools(
            actor=self._work.actor,
            signals=services.signals,
            people=services.people,
            visits=services.visits,
            forms=services.forms,
            terms=services.knowledge.terms,
            saving=self._saving,
            halfway=services.halfway,
            new_id=self._work.ids.new_id,
            visit=self.visit,
        )

    def _visit_tools(self) -> visiting.Tools:
        services = self._work.services
        return visiting.Tools(
            actor=self._work.actor,
            visits=services.visits,
            people=services.people,
            signals=services.signals,
            terms=services.knowledge.terms,
            library=services.knowledge.library,
            spaces=self._work.vault.spaces,
            saving=self._saving,
            appraise=self.appraise,
        )

    def _appraisal_tools(self) -> appraisal.Tools:
        services = self._work.services
        return appraisal.Tools(
            actor=self._work.actor,
            visits=services.visits,
            people=services.people,
            appraisals=services.appraisals,
            referrals=services.referrals,
            terms=services.knowledge.terms,
            library=services.knowledge.library,
            spaces=self._work.vault.spaces,
            saving=self._saving,
        )

    def _referral_tools(self, colleagues: Colleagues) -> referrals.Tools:
        services, actor = self._work.services, self._work.actor
        return referrals.Tools(
            actor=actor,
            referrals=services.referrals,
            social_map=services.social_map,
            people=services.people,
            letters=services.letters,
            table=services.knowledge.rules,
            terms=services.knowledge.terms,
            names=lambda: colleagues.names(actor),
            saving=self._saving,
            halfway=services.halfway,
        )

    def _exchange_tools(self) -> exchange.Tools:
        services = self._work.services
        return exchange.Tools(
            actor=self._work.actor,
            sync=self._work.sync,
            letters=services.letters,
            forms=services.forms,
            logbook=Logbook(services.kit),
            terms=services.knowledge.terms,
            files=WholeFiles(),
            saving=self._saving,
            office=VaultOffice(self._work),
            storage=self._work.storage,
            timetable=Timetable(self._work.vault),
            waiting=Waiting(self._work.vault),
            attendance=Attendance(self._work.vault, self._work.sync, self._work.clock),
            conflicts=Conflicts(services.kit),
            two_texts=self.conflicts,
            to_look=self._to_look,
            stuck=StuckStreams(self._work.vault, self._work.sync),
            restored=Restored(self._work.vault),
            arrivals=self.arrivals,
            advice=lambda: handbook().advice(language()),
            stick=lambda volume: team_place(self._work, volume),
            folder_store=lambda folder: folder_store(self._work, folder),
        )


def pages(context: Context, work: Workplace) -> Sequence[Page]:
    """The pages in the order of the rail."""
    return Book(context, work).pages()
