"""Paths and lists that are not in the form, words that one language lacks, and rules that look at themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.definition import Form
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.linting.placing import Placing
from veldwerk.xlsform.texts import Text, in_language
from veldwerk.xlsform.workbook.advice import did_you_mean

_MOST_OF_ONE_LANGUAGE = 20
_LIST = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")


def check(form: Form, placing: Placing) -> Iterator[Finding]:
    """All checks that need no types."""
    yield from bad_paths(form, placing)
    yield from lost(form, placing)
    yield from lists(form, placing)
    if not placing.sheets.rows:
        yield from translations(form, placing)
    yield from own_value(form, placing)


def bad_paths(form: Form, placing: Placing) -> Iterator[Finding]:
    """Expressions that point at nothing."""
    names = {field.name for field in form.fields.values()}
    for field, aspect, source, path in form.program.missing:
        message = N_("{name}: “{expression}” points to {path}, which is not in the form. {advice}")
        expression, word = placing.expression(field.path, aspect, source), path.rpartition("/")[2]
        advice = did_you_mean(word, names, "${{{}}}" if placing.sheets.rows else "{}")
        if not advice.values and re.search(rf"(?:^|[=(,\s]){re.escape(word)}(?:$|[=),\s])", expression):
            advice = FormError(N_("Put a text between quotes: '{word}'."), word=word)
        values = {"expression": expression, "path": path, "advice": advice}
        yield placing.finding(field, aspect, message, **values)


def lost(form: Form, placing: Placing) -> Iterator[Finding]:
    """Binds and questions that point at nothing."""
    for warning in form.warnings:
        kind, _, path = warning.partition(": ")
        if kind == "bind":
            message = N_(
                "The form has rules for {path}, but no such question. Remove the bind or add the question."
            )
        else:
            message = N_(
                "The form shows {path}, but has no place to keep the answer. Add it to the instance."
            )
        severity = "warning" if kind == "bind" else "error"  # rules for nothing harm nobody
        yield Finding(placing.file, None, None, None, message, {"path": path}, severity)


def lists(form: Form, placing: Placing) -> Iterator[Finding]:
    """Lists that expressions name and the form lacks, and lists in files that are not there."""
    for rule in (rule for by_aspect in form.program.rules.values() for rule in by_aspect.values()):
        for name in _LIST.findall(rule.source):
            if name not in form.secondary:
                message = N_("{name}: the list “{list}” is not in the form. {advice}")
                advice = did_you_mean(name, form.secondary)
                yield placing.finding(rule.field, rule.aspect, message, list=name, advice=advice)
    for secondary in form.secondary.values():
        place, _, file = secondary.src.partition("//")[2].rpartition("/")
        if "file" in place and file != "last-saved" and form.read_media(file) is None:
            message = N_(
                "The list {list} is to be read from {csv}, which is not beside the form. Put that file in the same "
                "folder."
            )
            row = placing.sheets.names.get(secondary.name) or _asks(placing, file)
            values = {"list": secondary.name, "csv": file}
            if row:
                yield placing.at(
                    "survey", row, placing.sheets.heading("survey", "type"), message, "warning", **values
                )
            else:
                yield _looked_up(form, placing, secondary.name, message, values)


def _looked_up(form: Form, placing: Placing, name: str, message: str, values: dict[str, str]) -> Finding:
    """A finding at the first expression that looks something up in a list; without a place when none does."""
    pulled = re.compile(rf"(?:pulldata|instance)\(\s*['\"]{re.escape(name)}['\"]")
    for rule in (rule for by_aspect in form.program.rules.values() for rule in by_aspect.values()):
        if pulled.search(rule.source):
            return placing.finding(rule.field, rule.aspect, message, "warning", **values)
    return Finding(placing.file, None, None, None, message, dict(values), "warning")


def _asks(placing: Placing, file: str) -> int | None:
    """The row whose type names a file."""
    for number, row in placing.sheets.lines("survey"):
        if file in placing.sheets.value("survey", row, "type").split():
            return number
    return None


def translations(form: Form, placing: Placing) -> Iterator[Finding]:
    """Words that one language has and another lacks, for a form that came without sheets."""
    missing: dict[str, list[Finding]] = {}
    for control in form.controls():
        for part, text in (("label", control.label), ("hint", control.hint)):
            if control.field is None or text is None or not text.key:
                continue
            for language in form.languages:
                if not _has(form, language, text):
                    message = N_("{name}: the {part} is missing in {language}. Fill it in.")
                    values = {"part": part, "language": language}
                    told = placing.finding(control.field, part, message, "warning", **values)
                    missing.setdefault(language, []).append(told)
    for language, found in missing.items():
        if len(found) > _MOST_OF_ONE_LANGUAGE:
            message = N_("{count} texts are missing in {language}. Fill them in, or take the language out.")
            counted = {"count": len(found), "language": language}
            yield Finding(placing.file, None, None, None, message, counted, "warning")
        else:
            yield from found


def _has(form: Form, language: str, text: Text) -> bool:
    forms = in_language(form.texts, (language,), text.key)
    return forms is not None and any(
        part if not isinstance(part, str) else part.strip(" -")
        for one in forms.values()
        for part in one.parts
    )


def own_value(form: Form, placing: Placing) -> Iterator[Finding]:
    """Calculations that look at what they calculate; a condition that does so is refused before."""
    for rule in form.program.ordered:
        own = any(read.field is rule.field and read.scope is rule.field for read in rule.reads)
        if own and rule.aspect == "calculate" and "once(" not in rule.source:
            message = N_(
                "{name}: “{expression}” looks at the answer it decides about. Take {name} out of it."
            )
            expression = placing.expression(rule.field.path, rule.aspect, rule.source)
            yield placing.finding(rule.field, rule.aspect, message, "warning", expression=expression)
