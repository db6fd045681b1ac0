"""An XForms engine for XLSForm workbooks: the runtime that others could use on its own.

    read(path, *, media=None) -> Form              a workbook (compiled by pyxform) or an XForm
    parse(xml, *, media=None) -> Form              the stored XForm; pyxform is never imported
    compile_workbook(path) -> Compiled
    lint(path) -> list[Finding]
    Session(form, ports, instance=None, language=None)
        .questions() -> list[Question]             document order, groups and repeats included
        .children(ref) -> list[Question]
        .node(ref) -> Node
        .answer(ref, value) -> set[str]            refs to draw again
        .add_repeat(ref) -> set[str]               ref of the series, `/data/contacten`
        .remove_repeat(ref) -> set[str]            ref of one of it, `/data/contacten[2]`
        .set_language(code) -> set[str]; .language; .languages
        .problems() -> list[Problem]
        .finish() -> bytes                         relevant answers only; FormError while there are problems
        .save() -> bytes                           draft: everything, also what is not relevant now
        .values() -> dict[str, str]
"""

from veldwerk.xlsform.api import Choice, Compiled, Finding, Node, Problem, Question
from veldwerk.xlsform.errors import FormError, XPathError
from veldwerk.xlsform.ports import Ports

__all__ = ["Choice", "Compiled", "Finding", "FormError", "Node", "Ports", "Problem", "Question", "XPathError"]
