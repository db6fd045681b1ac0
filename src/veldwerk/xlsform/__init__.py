"""An XForms engine for XLSForm workbooks: the runtime that others could use on its own.

read(path, *, media=None) -> Form              a workbook (compiled by pyxform) or an XForm
parse(xml, *, media=None) -> Form              the stored XForm; pyxform is never imported
compile_workbook(path) -> Compiled
lint(path) -> list[Finding]
declarations(form) -> list[Declaration]        the lists that a form writes to, with their properties
from_values(form, values) -> bytes             the instance of answers by ref, as Session.values gives them
Session(form, ports, instance=None, language=None, *, edit=False)
    .questions() -> list[Question]             document order, groups and repeats included
    .children(ref) -> list[Question]
    .node(ref) -> Node
    .marked(ref, part="label") -> Markup       label, hint, guidance, required or constraint, markdown read
    .answer(ref, value) -> set[str]            refs to draw again
    .add_repeat(ref) -> set[str]               ref of the series, `/data/contacten`
    .remove_repeat(ref) -> set[str]            ref of one of it, `/data/contacten[2]`
    .set_language(code) -> set[str]; .language; .languages
    .problems() -> list[Problem]
    .finish(*, check=True) -> bytes             relevant answers only; FormError while there are problems
    .save() -> bytes                           draft: everything, also what is not relevant now
    .values() -> dict[str, str]
    .entities() -> list[Entity]                what to write back to lists (entities sheet, save_to)
"""

from pathlib import Path

from veldwerk.xlsform.answers import from_values
from veldwerk.xlsform.api import Choice, Compiled, Finding, Node, Problem, Question
from veldwerk.xlsform.definition import Form
from veldwerk.xlsform.entities import Declaration, Entity, declarations
from veldwerk.xlsform.errors import FormError, XPathError
from veldwerk.xlsform.formparse import parse
from veldwerk.xlsform.markdown import Markup, Span, Words, markup
from veldwerk.xlsform.ports import Ports
from veldwerk.xlsform.session import Session

__all__ = [
    "Choice",
    "Compiled",
    "Declaration",
    "Entity",
    "Finding",
    "Form",
    "FormError",
    "Markup",
    "Node",
    "Ports",
    "Problem",
    "Question",
    "Session",
    "Span",
    "Words",
    "XPathError",
    "compile_workbook",
    "declarations",
    "from_values",
    "lint",
    "markup",
    "parse",
    "read",
]


def read(path: Path, *, media: Path | None = None) -> Form:
    """A Form from a workbook (.xlsx, .xls, .csv, .md) or an XForm (.xml); CSV lists are looked for in `media`,
    by default beside the file. FormError when it cannot be read or used."""
    if path.suffix.lower() in (".xml", ".xhtml"):
        try:
            content = path.read_bytes()
        except OSError as error:
            from veldwerk.xlsform.workbook import unreadable

            raise unreadable(path, error) from error
        return parse(content, media=media or path.parent)
    return parse(compile_workbook(path).xml, media=media or path.parent)


def compile_workbook(path: Path) -> Compiled:
    """Compile a workbook; see `workbook`. The compiler is imported only here."""
    from veldwerk.xlsform import workbook

    return workbook.compile_workbook(path)


def lint(path: Path) -> list[Finding]:
    """Everything wrong with a workbook that can be told without filling it."""
    from veldwerk.xlsform import linting

    return linting.lint(path)
