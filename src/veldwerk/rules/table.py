"""The decision table of fitting referral as data: load, check, adjust (DOMAIN 4.6, REQ-REF-07)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from veldwerk.domain.bilingual import Bilingual
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.parsing import Node
from veldwerk.domain.vocabulary import GOALS
from veldwerk.rules.conditions import Condition, read_condition

PRECEDENCE = ("stop", "limit", "exclude", "not_alone", "require", "suggest")
STATUSES = ("sourced", "derived", "house", "general_knowledge")
OVERRIDES = ("nooit", "met_reden")
ALL_REFERRALS = "*verwijzingen*"
_KEYS = frozenset(
    (
        "version",
        "date",
        "verwijzingen",
        "interventions",
        "requirements",
        "sources",
        "own_wish",
        "tie_order",
        "rules",
        "order",
        "precedence",
    )
)


@dataclass(frozen=True, slots=True)
class Intervention:
    """A kind of intervention (DOMAIN 4.5) with its active elements. `referral` is false for what is no
    referral (waiting, information, a conversation).
    """

    id: str
    label: Bilingual
    elements: tuple[str, ...]
    referral: bool


@dataclass(frozen=True, slots=True)
class Then:
    """The right side of a rule. `suggest` maps a kind to its number (1 comes first); `not_alone` maps a
    kind to the kinds of which at least one must go with it.
    """

    stop: bool = False
    suggest: Mapping[str, int] = field(default_factory=dict)
    exclude: frozenset[str] = frozenset()
    require: tuple[str, ...] = ()
    not_alone: Mapping[str, frozenset[str]] = field(default_factory=dict)
    forbid_goal: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `override`: «nooit» cannot be overridden or switched off, «met_reden» needs a written
    reason.
    """

    id: str
    kind: str
    when: Condition
    then: Then
    reason: Bilingual
    sources: tuple[str, ...]
    status: str
    override: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class OrderRule:
    """A rule of order on top of the table: it never forbids or permits, it says what comes first.

    `add` puts kinds among the suggestions, `first` to the front, `never_first` away from it; `own_wish` marks
    kinds that are offered only «als u dat zelf wilt».
    """

    id: str
    when: Condition
    reason: Bilingual
    add: Mapping[str, int]
    first: tuple[str, ...]
    never_first: frozenset[str]
    own_wish: frozenset[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """A house rule switched off by the organisation: by whom and when (ISO date)."""

    rule: str
    author: str
    date: str


@dataclass(frozen=True, slots=True)
class RuleTable:
    """A checked table. `tie_order` is the written rule for equal numbers: earlier goes first."""

    version: int
    date: str
    interventions: Mapping[str, Intervention]
    rules: tuple[Rule, ...]
    order: tuple[OrderRule, ...]
    tie_order: tuple[str, ...]
    requirements: Mapping[str, Bilingual]
    sources: Mapping[str, Bilingual]
    own_wish: Bilingual
    settings: tuple[Setting, ...] = ()

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; `UserError` when there is none."""
        for one in self.rules:
            if one.id == rule_id:
                return one
        raise UserError(N_("There is no rule «{rule}»"), code="unknown-rule", rule=rule_id)

    def adjusted(self, settings: Iterable[Setting]) -> RuleTable:
        """The table with house rules switched off. Raises `UserError` for a rule that cannot be
        (REQ-REF-07).
        """
        chosen = tuple(settings)
        off = set()
        for setting in chosen:
            rule = self.rule(setting.rule)
            if rule.override == "nooit" or rule.status != "house":
                raise UserError(N_("Rule {rule} cannot be switched off"), code="rule-fixed", rule=rule.id)
            if not setting.author.strip() or not setting.date:
                raise UserError(N_("A changed rule needs a name and a date"), code="setting-without-author")
            off.add(rule.id)
        rules = tuple(replace(rule, on=rule.id not in off) for rule in self.rules)
        return replace(self, rules=rules, settings=chosen)


def load(data: Mapping[str, object], name: str = "rules.json") -> RuleTable:
    """Read and check a table. `UserError` names file, rule and key of the first thing that is wrong."""
    root = Node(data, name).only(_KEYS)
    kinds = root.at("interventions").mapping()
    referrals = frozenset(root.texts("verwijzingen", kinds))
    interventions = {
        key: _intervention(node, key, referrals) for key, node in root.at("interventions").children()
    }
    requirements = {
        key: root.at("requirements").bilingual(key) for key, _ in root.at("requirements").children()
    }
    sources = {key: root.at("sources").bilingual(key) for key, _ in root.at("sources").children()}
    reader = _Reader(frozenset(interventions), referrals, frozenset(requirements), frozenset(sources))
    rules = tuple(reader.rule(node) for node in root.at("rules").elements("id"))
    order = tuple(reader.order_rule(node) for node in root.at("order").elements("id"))
    _check_unique(root, [*(rule.id for rule in rules), *(rule.id for rule in order)])
    tie_order = root.texts("tie_order", kinds)
    if sorted(tie_order) != sorted(interventions):
        raise root.at("tie_order").fail(N_("{place}: every kind must stand here once"))
    if root.texts("precedence") != PRECEDENCE:
        raise root.at("precedence").fail(
            N_("{place}: only this order is known: {order}"), order=", ".join(PRECEDENCE)
        )
    return RuleTable(
        version=root.integer("version"),
        date=root.text("date"),
        interventions=interventions,
        rules=rules,
        order=order,
        tie_order=tie_order,
        requirements=requirements,
        sources=sources,
        own_wish=root.bilingual("own_wish"),
    )


def _intervention(node: Node, key: str, referrals: frozenset[str]) -> Intervention:
    node.only(("label_nl", "label_en", "werkzame_elementen"))
    label = Bilingual(node.text("label_nl"), node.text("label_en"))
    return Intervention(key, label, node.texts("werkzame_elementen"), key in referrals)


def _check_unique(root: Node, ids: list[str]) -> None:
    seen: set[str] = set()
    for rule_id in ids:
        if rule_id in seen:
            raise root.fail(N_("{place}: rule {rule} stands here twice"), rule=rule_id)
        seen.add(rule_id)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads rows against what the table knows."""

    kinds: frozenset[str]
    referrals: frozenset[str]
    requirements: frozenset[str]
    sources: frozenset[str]

    def rule(self, node: Node) -> Rule:
        node.only(("id", "kind", "when", "then", "uitleg_nl", "uitleg_en", "bron_code", "status", "override"))
        kind = node.choice("kind", PRECEDENCE)
        then = self._then(node.at("then"))
        if then.stop != (kind == "stop"):
            raise node.fail(N_("{place}: only a rule of kind «stop» stops, and it must"))
        sources = node.texts("bron_code", self.sources)
        if not sources:
            raise node.fail(N_("{place}: a rule needs a source"))
        return Rule(
            id=node.text("id"),
            kind=kind,
            when=read_condition(node.at("when")),
            then=then,
            reason=Bilingual(node.text("uitleg_nl"), node.text("uitleg_en")),
            sources=sources,
            status=node.choice("status", STATUSES),
            override=node.choice("override", OVERRIDES),
        )

    def _then(self, node: Node) -> Then:
        node.only(("stop", "suggest", "exclude", "require", "not_alone", "forbid_goal"))
        companions = node.at("not_alone").only(self.kinds) if node.has("not_alone") else None
        return Then(
            stop=node.truth("stop", False),
            suggest=self._numbered(node, "suggest"),
            exclude=self._set(node, "exclude"),
            require=node.texts("require", self.requirements),
            not_alone={key: self._set(companions, key) for key, _ in companions.children()}
            if companions
            else {},
            forbid_goal=frozenset(node.texts("forbid_goal", GOALS)),
        )

    def order_rule(self, node: Node) -> OrderRule:
        node.only(("id", "when", "uitleg_nl", "uitleg_en", "add", "first", "never_first", "own_wish"))
        return OrderRule(
            id=node.text("id"),
            when=read_condition(node.at("when")),
            reason=Bilingual(node.text("uitleg_nl"), node.text("uitleg_en")),
            add=self._numbered(node, "add"),
            first=node.texts("first", self.kinds),
            never_first=self._set(node, "never_first"),
            own_wish=self._set(node, "own_wish"),
        )

    def _numbered(self, node: Node, key: str) -> dict[str, int]:
        if not node.has(key):
            return {}
        group = node.at(key).only(self.kinds)
        return {kind: group.integer(kind) for kind, _ in group.children()}

    def _set(self, node: Node, key: str) -> frozenset[str]:
        named = node.texts(key, self.kinds | {ALL_REFERRALS})
        expanded = self.referrals if ALL_REFERRALS in named else frozenset()
        return expanded | frozenset(kind for kind in named if kind != ALL_REFERRALS)
