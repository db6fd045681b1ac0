"""The markdown subset of form labels."""

from __future__ import annotations

import pytest

from veldwerk.ui.forms.words import is_marked, to_html, to_plain


@pytest.mark.parametrize(
    ("text", "plain", "html"),
    [
        ("Ja", "Ja", "Ja"),
        ("**Let op** nu", "Let op nu", "<b>Let op</b> nu"),
        ("zeg *dit* zo", "zeg dit zo", "zeg <i>dit</i> zo"),
        ("zie [hier](http://x.example)", "zie hier", "zie hier"),
        ("# Kop", "Kop", "Kop"),
        ('<span style="color:red">rood</span>', "rood", "rood"),
        ("a < b & c", "a < b & c", "a &lt; b &amp; c"),
        ("lg_verlies_doorwerking", "lg_verlies_doorwerking", "lg_verlies_doorwerking"),
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_marks_are_shown_on_screen_and_not_read_aloud(text: str, plain: str, html: str) -> None:
    assert (to_plain(text), to_html(text)) == (plain, html)


def test_an_ordinary_label_is_plain_text() -> None:
    assert not is_marked("Hoe gaat het met u?")
