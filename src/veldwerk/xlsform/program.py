"""The rules of a form: expressions compiled once, with what they read and the order in which they are worked out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from veldwerk.xlsform.definition import Action, Control, Field, Form, Itemset
from veldwerk.xlsform.deps import FieldScope, Read, Reads, choice_texts, expressions, reads_of
from veldwerk.xlsform.errors import N_, FormError, XPathError
from veldwerk.xlsform.ordering import ranks
from veldwerk.xlsform.texts import Output, Text
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Evaluate, EvaluateNodes, guarded
from veldwerk.xlsform.xpath.parser import parse as parse_expression
from veldwerk.xlsform.xpath.values import Value

EAGER = ("count", "relevant", "calculate", "itemset")
_OTHERWISE: dict[str, Value] = {"relevant": True, "required": False, "readonly": False, "constraint": True}


@dataclass(slots=True, eq=False)
class Rule:
    """One expression at one field. `aspect` is one of EAGER, or required, readonly, constraint, text (worked out when
    asked for). Rules are worked out by ascending `rank`; `loop` numbers the circle a rule is part of, 0 for none."""

    field: Field
    aspect: str
    source: str
    evaluate: Evaluate
    reads: frozenset[Read]
    language: bool = False
    rank: int = 0
    loop: int = 0
    at_parent: bool = False

    @property
    def at(self) -> Field:
        """The field at whose nodes it is worked out: the count of a series at what holds the series."""
        above = self.field.parent
        return above if self.aspect == "count" and above is not None else self.field


@dataclass(frozen=True, slots=True)
class Dependent:
    """A rule to work out again: `ups` from the changed node to the instance of the scope, then down by `route`."""

    rule: Rule
    depth: int
    ups: int
    route: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """An action with its target path and value compiled; `value` None when it sets a literal."""

    action: Action
    targets: EvaluateNodes
    value: Evaluate | None


@dataclass(slots=True)
class Program:
    """`rules[field][aspect]`, `dependents[field]`, the eager rules by rank, and actions with their expressions."""

    form: Form
    rules: dict[Field, dict[str, Rule]] = field(default_factory=dict)
    dependents: dict[Field, list[Dependent]] = field(default_factory=dict)
    ordered: list[Rule] = field(default_factory=list)
    actions: list[Step] = field(default_factory=list)
    by_source: dict[Field, list[Step]] = field(default_factory=dict)
    language_rules: list[Rule] = field(default_factory=list)
    texts: dict[tuple[Field | None, Text], tuple[str | Evaluate, ...]] = field(default_factory=dict)
    missing: list[tuple[Field, str, str, str]] = field(default_factory=list)
    below: dict[Field, list[Rule]] = field(default_factory=dict)

    def rule(self, field_: Field, aspect: str) -> Rule | None:
        return self.rules.get(field_, {}).get(aspect)

    def parts(self, text: Text, at: Field | None) -> tuple[str | Evaluate, ...]:
        """A text with its expressions compiled, kept for the next time."""
        key = (at, text)
        found = self.texts.get(key)
        if found is None:
            found = self.texts[key] = _parts(text, at or self.form.root)
        return found

    def compile_nodes(self, source: str, at: Field | None) -> EvaluateNodes:
        """A path compiled where it stands."""
        return Compiler(FieldScope(at or self.form.root)).nodes(parse_expression(source))


def _parts(text: Text, at: Field) -> tuple[str | Evaluate, ...]:
    sources = (Output(text.expression),) if text.expression else text.parts
    return tuple(
        part if isinstance(part, str) else guarded(compile_at(part.expression, at), f"{at.path} label", "")
        for part in sources
    )


def compile_at(source: str, at: Field) -> Evaluate:
    """Compile an expression that stands at a field. XPathError for an unknown function or unreadable expression."""
    return checked(Compiler(FieldScope(at)), source)


def checked(compiler: Compiler, source: str) -> Evaluate:
    evaluate = compiler.source(source)
    if compiler.problems:
        raise compiler.problems[0]
    return evaluate


def build_program(form: Form) -> Program:
    """Compile all of a form. `form.refuse` is told the field and the expression that cannot be used, or the circle."""
    program = Program(form)
    for at in form.fields.values():
        _add_bind(program, at)
    for control in form.controls():
        _add_control(program, control)
    for action in form.actions:
        _add_action(program, action)
    _connect(program)
    return program


def _add_bind(program: Program, at: Field) -> None:
    bind = at.bind
    for aspect, source in (
        ("relevant", bind.relevant),
        ("calculate", bind.calculate),
        ("required", bind.required),
        ("readonly", bind.readonly),
        ("constraint", bind.constraint),
    ):
        if source:
            _add(program, at, aspect, source)


def _refuse(program: Program, at: Field, part: str, source: str, reason: XPathError) -> None:
    message = N_("{path}: the {part} “{expression}” cannot be used. {reason}")
    program.form.refuse(FormError(message, path=at.path, part=part, expression=source, reason=reason))


def _add(program: Program, at: Field, aspect: str, source: str, stands_at: Field | None = None) -> None:
    context = stands_at or at
    try:
        evaluate = compile_at(source, context)
        reads = reads_of(parse_expression(source), context, program.form)
    except XPathError as error:
        _refuse(program, at, aspect, source, error)
        return
    evaluate = guarded(evaluate, f"{at.path} {aspect}", _OTHERWISE.get(aspect, ""))
    rule = Rule(at, aspect, source, evaluate, reads.reads, reads.language, at_parent=stands_at is at.parent)
    _register(program, rule, reads)


def _register(program: Program, rule: Rule, reads: Reads) -> None:
    program.rules.setdefault(rule.field, {})[rule.aspect] = rule
    program.missing.extend((rule.field, rule.aspect, rule.source, name) for name in reads.missing)
    if rule.language:
        program.language_rules.append(rule)


def _add_control(program: Program, control: Control) -> None:
    at = control.field
    if at is None:
        return
    if control.kind == "repeat" and control.count and at.parent is not None:
        names_child = control.count[:1] not in ("/", ".") and "(" not in control.count
        _add(program, at, "count", control.count, at.parent if names_child else at)
    if control.itemset is not None:
        _add(program, at, "itemset", control.itemset.nodeset)
        _check_item(program, at, control.itemset)
    texts = [control.label, control.hint, control.guidance, *choice_texts(program.form, control)]
    texts += [at.bind.constraint_message, at.bind.required_message]
    _add_texts(program, at, [text for text in texts if text is not None])


def _check_item(program: Program, at: Field, itemset: Itemset) -> None:
    """What is asked of each choice is compiled where it is first asked; that it can be is told when the form is read."""
    for part, source in (("value", itemset.value), ("label", itemset.label)):
        try:
            if source:
                checked(Compiler(), source)
        except XPathError as error:
            _refuse(program, at, part, source, error)


def _add_texts(program: Program, at: Field, texts: Iterable[Text]) -> None:
    """One rule, never run, that says which fields the words of a question depend on."""
    reads: set[Read] = set()
    for source in expressions(program.form, texts):
        try:
            reads |= reads_of(parse_expression(source), at, program.form).reads
            compile_at(source, at)
        except XPathError as error:
            _refuse(program, at, "label", source, error)
    if reads:
        rule = Rule(at, "text", "", _nothing, frozenset(reads))
        program.rules.setdefault(at, {})["text"] = rule


def _nothing(context: object) -> str:
    return ""


def _add_action(program: Program, action: Action) -> None:
    evaluate: Evaluate | None = None
    if action.expression:
        try:
            evaluate = compile_at(action.expression, action.target)
        except XPathError as error:
            _refuse(program, action.target, "setvalue", action.expression, error)
            return
    repeats = "odk-new-repeat" in action.events
    stands_at = (action.inside_repeat if repeats else action.source) or program.form.root
    if evaluate is not None:
        evaluate = guarded(evaluate, f"{action.target.path} setvalue", "")
    try:
        targets = program.compile_nodes(action.reference, stands_at)
    except XPathError as error:
        _refuse(program, action.target, "setvalue", action.reference, error)
        return
    step = Step(action, targets, evaluate)
    program.actions.append(step)
    if action.source is not None:
        program.by_source.setdefault(action.source, []).append(step)


def _connect(program: Program) -> None:
    rules = [rule for by_aspect in program.rules.values() for rule in by_aspect.values()]
    for rule in rules:
        for read in rule.reads:
            depth = (
                min(read.scope.depth, rule.field.depth - 1) if rule.aspect == "count" else read.scope.depth
            )
            dependent = Dependent(rule, depth, read.field.depth - depth, rule.at.route(depth))
            program.dependents.setdefault(read.field, []).append(dependent)
    eager = [rule for rule in rules if rule.aspect in EAGER]
    _rank_all(program, eager)
    program.ordered = sorted(eager, key=_rank)
    for rule in program.ordered:
        for above in rule.field.ancestors():
            program.below.setdefault(above, []).append(rule)


def _rank_all(program: Program, rules: list[Rule]) -> None:
    """Set the order; where circles are written down, the rules that remain without them are ordered."""
    while rules:
        try:
            ranks(rules, program.rule)
            return
        except FormError as circle:
            program.form.refuse(circle)
            named = set(str(circle.values["fields"]).split(", "))
            rules = [rule for rule in rules if rule.field.path not in named]


def _rank(rule: Rule) -> int:
    return rule.rank
