"""CSV for Dutch spreadsheets."""

from __future__ import annotations

import csv as standard
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.documents import csv
from veldwerk.domain.tables import guarded


def test_bom_semicolons_crlf_and_decimal_comma() -> None:
    made = csv.render(["naam", "aantal"], [["Özdemir", 2.5], [None, 3.0], [date(2026, 11, 24), True]])
    assert made == "\ufeffnaam;aantal\r\nÖzdemir;2,5\r\n;3\r\n2026-11-24;1\r\n".encode()
    assert csv.render(["n"], [[2.5]], decimal=".").endswith(b"2.5\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1"])
def test_text_that_a_spreadsheet_would_run_is_kept_as_text(text: str) -> None:
    (row,) = list(standard.reader(StringIO(csv.render(["x"], [[text]]).decode("utf-8-sig")), delimiter=";"))[
        1:
    ]
    assert row == [f"'{text}"] or row == [f"'{text}".replace("\r", "\n")]


def test_a_negative_number_stays_a_number() -> None:
    assert csv.render(["x"], [[-2], [-2.5]]).decode("utf-8-sig").split() == ["x", "-2", "-2,5"]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\r\x00", codec="utf-8")), min_size=2, max_size=2)
    )
)
def test_every_text_comes_back(rows: list[list[str]]) -> None:
    made = csv.render(["a", "b"], rows).decode("utf-8-sig")
    back = list(standard.reader(StringIO(made, newline=""), delimiter=";"))[1:]
    assert back == [[guarded(cell) for cell in row] for row in rows]
