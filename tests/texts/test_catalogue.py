"""The catalogue in use, and the check that keeps it complete."""

import sys
from datetime import date
from pathlib import Path

import pytest

from tools import catalogues
from veldwerk import texts
from veldwerk.domain.errors import UserError
from veldwerk.texts import _, ngettext
from veldwerk.texts.errors import sentence

ENTRY = 'msgid "{id}"\nmsgstr "{text}"\n\n'


def test_language_switches_at_call_time() -> None:
    assert _("tomorrow") == "morgen"
    texts.set_language("en")
    assert _("tomorrow") == "tomorrow"
    assert texts.language() == "en"


def test_plurals_follow_the_number() -> None:
    assert ngettext("in {n} day", "in {n} days", 1).format(n=1) == "over 1 dag"
    assert ngettext("in {n} day", "in {n} days", 0).format(n=0) == "over 0 dagen"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        texts.set_language("fr")


def test_the_pseudo_catalogue_marks_every_text_and_keeps_placeholders() -> None:
    texts.install_pseudo()
    assert _("This date does not exist: {typed}.").format(typed="x") == "⟦This date does not exist: x.⟧"
    texts.install_pseudo(double=True)
    long = _("This date does not exist: {typed}.")
    assert long.count("{typed}") == 1
    assert len(long.format(typed="")) > 2 * len("This date does not exist: .")


def test_an_empty_text_stays_empty() -> None:
    assert _("") == ""


def test_a_sentence_is_translated_and_its_values_are_written_for_people() -> None:
    error = UserError("This date does not exist: {typed}.", typed=date(2026, 11, 24))
    assert sentence(error) == "Deze datum bestaat niet: 24 november 2026."


def test_a_sentence_translates_an_error_inside_it() -> None:
    inner = UserError("Type a whole number, without decimals.")
    assert "zonder cijfers" in sentence(UserError("{why}", why=inner))


def test_a_missing_value_does_not_hide_the_sentence() -> None:
    assert sentence(UserError("This date does not exist: {typed}.")) == "Deze datum bestaat niet: {typed}."


@pytest.fixture
def project(tmp_path: Path) -> tuple[Path, Path]:
    """A source with three messages and an empty room for Dutch."""
    source, locale = tmp_path / "src", tmp_path / "locale"
    (locale / "nl").mkdir(parents=True)
    source.mkdir()
    (source / "a.py").write_text(
        'class Late(UserError): pass\n_("One {n}")\nraise Late("Two")\nngettext("{n} visit", "{n} visits", n)\n'
    )
    return source, locale


GOOD = (
    ENTRY.format(id="One {n}", text="Een {n}")
    + ENTRY.format(id="Two", text="Twee")
    + 'msgid "{n} visit"\nmsgid_plural "{n} visits"\nmsgstr[0] "{n} bezoek"\nmsgstr[1] "{n} bezoeken"\n'
)


def test_a_complete_catalogue_has_no_problems(project: tuple[Path, Path]) -> None:
    source, locale = project
    (locale / "nl" / "a.po").write_text(GOOD)
    assert catalogues.problems(source, locale) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Een {n}", "", "no translation"),
        ("Een {n}", "Een {m}", "other placeholders"),
        ('msgid "Two"', '#, fuzzy\nmsgid "Two"', "fuzzy"),
        ('msgid "Two"', 'msgid "Three"', "no nl for 'Two'"),
        ('msgid "Two"', 'msgid "Three"', "'Three' is in no source"),
        ("{n} bezoeken", "bezoeken", "other placeholders"),
    ],
)
def test_each_fault_in_a_catalogue_is_found(
    project: tuple[Path, Path], old: str, new: str, said: str
) -> None:
    source, locale = project
    assert old in GOOD
    (locale / "nl" / "a.po").write_text(GOOD.replace(old, new, 1))
    assert any(said in line for line in catalogues.problems(source, locale))


def test_two_rooms_that_differ_are_found(project: tuple[Path, Path]) -> None:
    source, locale = project
    (locale / "nl" / "a.po").write_text(GOOD)
    (locale / "nl" / "b.po").write_text(ENTRY.format(id="Two", text="Duo"))
    assert any("another translation" in line for line in catalogues.problems(source, locale))


def test_every_message_of_the_program_has_its_dutch() -> None:
    assert catalogues.problems() == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are others there")
def test_a_compiled_catalogue_can_be_read_by_everyone(tmp_path: Path) -> None:
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "a.po").write_text(ENTRY.format(id="Open", text="Open"), "utf-8")
    (made,) = catalogues.compile_all(tmp_path)
    assert made.stat().st_mode & 0o777 == 0o644
