"""What an expression reads, found from its tree and the form's fields, without running it.

A read is (field, scope): the expression at field F reads `field` in every instance that lies below the same instance
of `scope`, a common ancestor of both. A change inside one repeat instance thus reaches only expressions beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from veldwerk.xlsform.definition import Control, Field, Form
from veldwerk.xlsform.texts import Output, Text
from veldwerk.xlsform.xpath.ast import Binary, Call, Expr, Filter, Literal, Negate, Path, Root, Step, spine
from veldwerk.xlsform.xpath.parser import parse

_STRUCTURAL = frozenset({"count", "position", "name", "local-name", "namespace-uri", "indexed-repeat"})
_LANGUAGE = frozenset({"jr:itext", "jr:choice-name", "format-date", "format-date-time"})


@dataclass(frozen=True, slots=True)
class Read:
    """`field` is read wherever it is below the instance of `scope` that the expression stands in."""

    field: Field
    scope: Field


@dataclass(frozen=True, slots=True)
class Reads:
    """All reads of an expression. `language` tells that its value depends on the form's language."""

    reads: frozenset[Read]
    language: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Fields a partial path may stand on; `scope` is the highest point it went up to. None = outside the instance."""

    fields: tuple[Field, ...]
    scope: Field


class FieldScope:
    """The scope of an expression at a field, for the compiler: see `xpath.compile.Scope`."""

    def __init__(self, field: Field, depth: int | None = None) -> None:
        self.field = field
        self.depth = field.depth if depth is None else depth

    def contextualise(self, steps: tuple[Step, ...]) -> tuple[int, tuple[Step, ...]]:
        """An absolute path inside a repeat means the same instance of every repeat around both ends."""
        depth = shared_depth(self.field, steps)
        if depth == 0:
            return -1, steps
        return self.depth - depth, steps[depth:]


def shared_depth(field: Field, steps: tuple[Step, ...]) -> int:
    """Depth of the innermost repeat that `field` and an absolute path have in common; 0 when there is none."""
    chain = [*field.ancestors()][::-1]
    pinned = 0
    for at, step in enumerate(steps):
        if at >= len(chain) or step.axis != "child" or step.predicates or step_name(step) != chain[at].name:
            break
        if chain[at].repeat is not None and at < len(steps) - 1:
            pinned = at + 1
    return pinned


def step_name(step: Step) -> str:
    """The name a step asks for, as written; "" when it is no name."""
    if step.test.kind != "name":
        return ""
    return f"{step.test.prefix}:{step.test.name}" if step.test.prefix else step.test.name


def reads_of(expr: Expr, field: Field, form: Form) -> Reads:
    """Everything that the value of `expr` at `field` depends on."""
    finder = _Finder(field, form)
    finder.visit(expr, _Place((field,), field))
    return Reads(frozenset(finder.found), finder.language, tuple(finder.missing))


def expressions(form: Form, texts: Iterable[Text]) -> Iterator[str]:
    """The expressions inside these texts, in every language."""
    for text in texts:
        if text.expression:
            yield text.expression
        forms = [text]
        if text.key:
            forms = [t for by_id in form.texts.values() for t in by_id.get(text.key, {}).values()]
        for one in forms:
            yield from (part.expression for part in one.parts if isinstance(part, Output))


def choice_texts(form: Form, control: Control) -> Iterator[Text]:
    """The labels that the choices of a question may have; of a list, those its rows name in the itext."""
    yield from (item.label for item in control.items if item.label is not None)
    if control.itemset is None or not control.itemset.label.startswith("jr:itext("):
        return
    secondary = form.secondary.get(_list_of(parse(control.itemset.nodeset)))
    if secondary is not None and etree.iselement(secondary.inline):
        named = (str(words) for words in secondary.inline.itertext())
        yield from (Text(key=words) for words in named if _has_values(form, words))


def _has_values(form: Form, key: str) -> bool:
    return any(_filled_in(texts[key]) for texts in form.texts.values() if key in texts)


def _filled_in(forms: Mapping[str, Text]) -> bool:
    return any(isinstance(part, Output) for text in forms.values() for part in text.parts)


def _list_of(expr: Expr) -> str:
    """The name of the list that a nodeset begins at, "" when it begins elsewhere."""
    match expr:
        case Path(start, _) if start is not None:
            return _list_of(start)
        case Filter(primary, _):
            return _list_of(primary)
        case Call(_, (inner, *_)):
            return inner.value if isinstance(inner, Literal) else _list_of(inner)
    return ""


class _Finder:
    def __init__(self, field: Field, form: Form) -> None:
        self.field = field
        self.form = form
        self.root = form.root
        self.found: set[Read] = set()
        self.language = False
        self.structural = False
        self.missing: list[str] = []

    def visit(self, expr: Expr, place: _Place | None) -> _Place | None:
        """Collect reads; gives the place when the expression is a nodeset of the instance."""
        match expr:
            case Binary():
                for part in spine(expr, mixed=True):
                    self.visit(part, place)
            case Negate(operand):
                self.visit(operand, place)
            case Call(name, arguments):
                return self.call(name, arguments, place)
            case Filter(primary, predicates):
                found = self.visit(primary, place)
                for predicate in predicates:
                    self.visit(predicate, found)
                return found
            case Path(start, steps):
                return self.path(start, steps, place)
            case Root():
                return _Place((), self.root)
        return None

    def call(self, name: str, arguments: tuple[Expr, ...], place: _Place | None) -> _Place | None:
        if name in _LANGUAGE:
            self.language = True
        if name == "current":
            return _Place((self.field,), self.field)
        if name == "indexed-repeat":
            self.indexed_repeat(arguments, place)
            return None
        if name == "jr:choice-name" and len(arguments) == 2 and isinstance(arguments[1], Literal):
            self.choices_of(arguments[1].value, place)
        if name == "jr:itext" and len(arguments) == 1 and isinstance(arguments[0], Literal):
            self.words_of(arguments[0].value)
        structural, self.structural = self.structural, name in _STRUCTURAL
        places = [self.visit(argument, place) for argument in arguments]
        self.structural = structural
        return places[0] if name == "randomize" and places else None

    def choices_of(self, source: str, place: _Place | None) -> None:
        """The label of a choice depends on the list of the question that a path names and on the words in it."""
        found = self.visit(parse(source.strip()), place)
        for field in found.fields if found is not None else ():
            if field.control is None:
                continue
            inner = _Finder(field, self.form)
            itemset = field.control.itemset
            if itemset is not None:
                inner.visit(parse(itemset.nodeset), _Place((field,), field))
            for words in expressions(self.form, choice_texts(self.form, field.control)):
                inner.visit(parse(words), _Place((field,), field))
            self.found |= {Read(r.field, shared_ancestor(r.scope, self.field)) for r in inner.found}

    def words_of(self, key: str) -> None:
        """An itext entry asked for by name: its values are read from the root."""
        for words in expressions(self.form, [Text(key=key)]):
            self.visit(parse(words), _Place((self.root,), self.root))

    def indexed_repeat(self, arguments: tuple[Expr, ...], place: _Place | None) -> None:
        """The target is read in every instance of the first repeat."""
        for argument in arguments[2::2]:
            self.visit(argument, place)
        before = set(self.found)
        for argument in (arguments[0], *arguments[1::2]):
            self.visit(argument, place)
        widened = {Read(read.field, self.above_repeats(read)) for read in self.found - before}
        self.found = before | widened

    def above_repeats(self, read: Read) -> Field:
        """The scope of a read that may be in any instance of its outermost repeat."""
        outermost = [
            above for above in read.field.ancestors() if above.repeat is not None and above.parent is not None
        ]
        top = outermost[-1].parent if outermost else None
        return read.scope if top is None else shared_ancestor(shared_ancestor(top, read.scope), self.field)

    def path(self, start: Expr | None, steps: tuple[Step, ...], place: _Place | None) -> _Place | None:
        if start is None:
            if place is None:
                self.predicates_only(steps, None)
                return None
            fields, scope = place.fields, place.scope
        elif isinstance(start, Root):
            depth = shared_depth(self.field, steps)
            scope = self.field.at_depth(depth) if depth else self.root
            fields = (scope,) if depth else ()
            steps = steps[depth:]
            if not depth:
                fields, steps = self.from_top(steps)
        else:
            begun = self.visit(start, place)
            if begun is None:
                self.predicates_only(steps, None)
                return None
            fields, scope = begun.fields, begun.scope
        return self.steps(fields, scope, steps)

    def from_top(self, steps: tuple[Step, ...]) -> tuple[tuple[Field, ...], tuple[Step, ...]]:
        if not steps:
            return (), ()
        first = steps[0]
        if first.axis.startswith("descendant"):
            name = step_name(first)
            fields = tuple(f for f in self.root.walk() if name in ("", "*", f.name))
            return fields, steps[1:]
        if first.axis == "child" and step_name(first) in (self.root.name, "*"):
            for predicate in first.predicates:
                self.visit(predicate, _Place((self.root,), self.root))
            return (self.root,), steps[1:]
        self.missing.append(step_name(first))
        self.predicates_only(steps, None)
        return (), ()

    def steps(self, fields: tuple[Field, ...], scope: Field, steps: tuple[Step, ...]) -> _Place | None:
        for step in steps:
            if not fields:
                break
            before = fields
            fields, up = _move(fields, step)
            if up and fields:
                scope = scope.at_depth(min(scope.depth, _highest(before, fields, step)))
            if not fields and step.axis == "child" and step.test.kind == "name" and before:
                self.missing.append(f"{before[0].path}/{step_name(step)}")
            for found in fields:
                if found.repeat is not None and not up:
                    self.note(found, scope)
            for predicate in step.predicates:
                self.visit(predicate, _Place(fields, scope))
        for found in fields:
            self.note(found, scope)
            for below in found.walk() if found.children and not self.structural else ():
                self.note(below, scope)
        return _Place(fields, scope)

    def note(self, found: Field, scope: Field) -> None:
        self.found.add(Read(found, scope))

    def predicates_only(self, steps: tuple[Step, ...], place: _Place | None) -> None:
        for step in steps:
            for predicate in step.predicates:
                self.visit(predicate, place)


def _move(fields: tuple[Field, ...], step: Step) -> tuple[tuple[Field, ...], bool]:
    """The fields one step further, and whether the step went up."""
    axis, name = step.axis, step_name(step)
    if axis == "self":
        return fields, False
    if axis == "parent":
        return tuple(dict.fromkeys(f.parent for f in fields if f.parent is not None)), True
    if axis in ("ancestor", "ancestor-or-self"):
        above = [a for f in fields for a in f.ancestors() if a is not f or axis.endswith("self")]
        return tuple(dict.fromkeys(a for a in above if name in ("", "*", a.name))), True
    if axis == "attribute":
        found = [f.by_name[f"@{name}"] for f in fields if f"@{name}" in f.by_name]
        return tuple(found), False
    if axis == "child":
        if name and name != "*":
            return tuple(f.by_name[name] for f in fields if name in f.by_name), False
        return tuple(c for f in fields for c in f.children if not c.name.startswith("@")), False
    if axis.startswith("descendant"):
        below = [d for f in fields for d in f.walk()]
        return tuple(dict.fromkeys(d for d in below if name in ("", "*", d.name))), False
    beside = [c for f in fields for c in _beside(f, axis)]
    return tuple(dict.fromkeys(c for c in beside if name in ("", "*", c.name))), True


def _beside(field: Field, axis: str) -> Iterable[Field]:
    """Fields that stand beside this one; for `following` and `preceding` all there are."""
    if axis.endswith("-sibling"):
        return field.parent.children if field.parent is not None else ()
    return field.at_depth(1).walk()


def _highest(before: tuple[Field, ...], after: tuple[Field, ...], step: Step) -> int:
    """Depth of the field inside one instance of which a step up or sideways stays: what stands beside a node is under
    its parent, what follows or precedes it may be anywhere."""
    if step.axis.endswith("-sibling"):
        return min(max(1, f.depth - 1) for f in before)
    if step.axis in ("following", "preceding"):
        return 1
    return min(f.depth for f in after)


def shared_ancestor(one: Field, other: Field) -> Field:
    """The deepest field that lies above both (or is one of them)."""
    above = set(other.ancestors())
    return next((field for field in one.ancestors() if field in above), one)
