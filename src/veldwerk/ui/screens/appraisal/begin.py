"""Beginning a referral: the question in the client's own words comes first (W01)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from veldwerk.domain.referrals import Referral
from veldwerk.domain.visits import Appraisal
from veldwerk.texts import _
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.screens.appraisal.tools import Tools
from veldwerk.ui.widgets import MemoField


class BeginPanel(Panel):
    """`done(referral)` once it is begun; nothing is sent yet."""

    def __init__(
        self,
        context: Context,
        tools: Tools,
        appraisal: Appraisal,
        kind: str,
        label: str,
        rules: Sequence[str],
        done: Callable[[Referral], object],
        leave: Callable[[], object],
    ) -> None:
        title = _("Referral: {kind}").format(kind=label)
        super().__init__("begin", title, self._save, _("Begin referral"), leave)
        self._context, self._tools, self._appraisal = context, tools, appraisal
        self._kind, self._rules, self._done = kind, tuple(rules), done
        self._question = MemoField(
            "begin.question",
            _("The question in the client's own words"),
            value=appraisal.goal_words,
            lines=3,
            required=True,
        )
        self._facts = MemoField(
            "begin.facts",
            _("What you see, and what was done already"),
            hint=_("Only what the recipient needs. No score, no diagnosis."),
            lines=2,
        )
        self.put("question", self._question)
        self.put("facts", self._facts)

    def _save(self) -> None:
        tools, appraisal, kind = self._tools, self._appraisal, self._kind
        question, facts = self._question.value(), self._facts.value()
        self._question.complain("")
        self.do.setEnabled(False)
        self._context.jobs.run(
            lambda: tools.referrals.create(
                tools.actor,
                appraisal,
                kind,
                question=question,
                rule_ids=self._rules,
                facts=facts,
                goal_kind=appraisal.goal_kind,
                goal_words=appraisal.goal_words,
                override_reason=appraisal.override_reason,
                named_contact=tools.actor.name,
            ),
            self._done,
            self.refuse,
            owner=self,
        )
