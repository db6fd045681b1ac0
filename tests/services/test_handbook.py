"""The handbook: in two languages, the same pages, and something to do for every message a user can meet."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import pofile

from veldwerk.services.handbook import Handbook
from veldwerk.system import paths

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("nl", "en")
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    folder = paths.resources() / "handbook"
    return Handbook(
        {lang: {p.stem: p.read_text("utf-8") for p in (folder / lang).glob("*.md")} for lang in LANGUAGES}
    )


def codes_of(tree: ast.AST) -> Iterator[str]:
    """Codes of errors: `code="…"` of a call, `Problem("…", …)`, and pairs of a code with its sentence in a table."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            given = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            if isinstance(node.func, ast.Name) and node.func.id == "Problem":
                given += node.args[:1]
            for value in given:
                parts = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
                yield from (str(one.value) for one in parts if isinstance(one, ast.Constant) and one.value)
        elif isinstance(node, ast.Tuple) and any(_sentence(one) for one in node.elts):
            for one in node.elts:
                if isinstance(one, ast.Constant) and "-" in str(one.value) and CODE.fullmatch(str(one.value)):
                    yield str(one.value)


def _sentence(node: ast.expr) -> bool:
    """A message id: N_("…"), or a name in capitals that stands for one."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "N_"
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return len(name) > 2 and name.isupper()


def codes_in_source() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "src" / "veldwerk").rglob("*.py"):
        if "xlsform" not in path.parts:  # errors of the engine have no code: `bad-form` covers them
            found |= set(codes_of(ast.parse(path.read_text("utf-8"))))
    return found


def test_codes_are_found_however_they_are_raised() -> None:
    source = (
        'raise UserError(M, code="one-way")\nWRONG = {1: ("two-ways", N_("No."))}\nT = (names.FULL, "three-ways")\n'
        'Problem("four-ways", M)\nUserError(M, code="five" if x else "six")\nP = ("not-one", "plain")\n'
    )
    assert set(codes_of(ast.parse(source))) == {
        "one-way",
        "two-ways",
        "three-ways",
        "four-ways",
        "five",
        "six",
    }
    assert {
        "wrong-passphrase",
        "vault-in-use",
        "store-busy",
        "store-other-server",
        "member-removed",
    } <= codes_in_source()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_something_to_do(handbook: Handbook, language: str) -> None:
    assert sorted(codes_in_source() - set(handbook.advice(language))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handbook_explains_no_message_that_is_gone(handbook: Handbook, language: str) -> None:
    assert sorted(set(handbook.advice(language)) - codes_in_source()) == []


def test_both_languages_have_the_same_pages_and_the_same_codes_together(handbook: Handbook) -> None:
    dutch, english = (handbook.pages(language) for language in LANGUAGES)
    assert [page.id for page in dutch] == [page.id for page in english]
    assert len(dutch) == 8
    groups = [
        sorted(sorted(code for code, one in found.items() if one == advice) for advice in set(found.values()))
        for found in (handbook.advice(language) for language in LANGUAGES)
    ]
    assert groups[0] == groups[1]


def test_advice_says_where_it_stands_and_holds_no_other_part(handbook: Handbook) -> None:
    advice = handbook.advice("nl")["wrong-passphrase"]
    assert advice.page == "6-messages"
    assert advice.title == "Het wachtwoord klopt niet"
    assert "herstelblad" in advice.text
    assert "#" not in advice.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_named_in_the_window_is_called_so_there(handbook: Handbook, language: str) -> None:
    named = {
        words
        for page in handbook.pages(language)
        for words in re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", page.markdown)
    }
    assert len(named) > 10
    assert sorted(named - words_of_the_window(language)) == []


def words_of_the_window(language: str) -> set[str]:
    """Every text of the catalogues, and the words of codes."""
    found: set[str] = set()
    for place in (ROOT / "resources" / "locale" / "nl").glob("*.po"):
        with place.open("rb") as file:
            messages = list(pofile.read_po(file))
        found |= {str(one.string if language == "nl" else one.id) for one in messages}
    terms = tomllib.loads((ROOT / "resources" / "terms" / "terms.toml").read_text("utf-8"))
    return found | {label[language] for group in terms.values() for label in group.values()}


def test_an_unknown_language_reads_english(handbook: Handbook) -> None:
    assert handbook.pages("fy") == handbook.pages("en")


def test_a_page_without_title_is_refused() -> None:
    with pytest.raises(ValueError, match="no title"):
        Handbook({"en": {"1-empty": "text"}}).pages("en")
