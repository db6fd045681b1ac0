"""Definitions are read with the place of a fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from veldwerk.domain.bilingual import Bilingual, Sentence
from veldwerk.domain.errors import UserError
from veldwerk.domain.parsing import Node

NODE = Node(
    {
        "text": "a",
        "blank": " ",
        "number": 3,
        "half": 0.5,
        "yes": True,
        "list": ["a", 2],
        "label": {"nl": "ja", "en": "yes"},
    },
    "file.toml",
)


def test_values_come_out_checked() -> None:
    assert (NODE.text("text"), NODE.integer("number"), NODE.number("half")) == ("a", 3, 0.5)
    assert NODE.truth("yes", False)
    assert (NODE.text("none", "x"), NODE.integer("none", 4), NODE.truth("none", True)) == ("x", 4, True)
    assert NODE.texts("none") == ()
    assert NODE.bilingual("label") == Bilingual("ja", "yes")


@pytest.mark.parametrize(
    ("read", "place"),
    [
        (lambda n: n.text("none"), "file.toml › none"),
        (lambda n: n.text("blank"), "file.toml › blank"),
        (lambda n: n.integer("yes"), "file.toml › yes"),
        (lambda n: n.number("text"), "file.toml › text"),
        (lambda n: n.truth("number", True), "file.toml › number"),
        (lambda n: n.texts("list"), "file.toml › list › 2"),
        (lambda n: n.texts("text"), "file.toml › text"),
        (lambda n: n.at("list").at(5).as_text(), "file.toml › list › 5"),
        (lambda n: n.bilingual("list"), "file.toml › list"),
        (lambda n: n.choice("text", ("b", "c")), "file.toml › text"),
        (lambda n: n.only(("text",)), "file.toml"),
    ],
)
def test_a_fault_has_its_place(read: Callable[[Node], object], place: str) -> None:
    with pytest.raises(UserError) as caught:
        read(NODE)
    assert caught.value.values["place"] == place
    assert str(caught.value).startswith(f"{place}: ")


def test_language_falls_back_on_dutch() -> None:
    text = Bilingual("ja", "yes")
    assert [text.text(code) for code in ("nl", "en", "en_GB", "fr")] == ["ja", "yes", "yes", "ja"]
    assert str(Sentence("{n} of {m}", {"n": 1, "m": 2})) == "1 of 2"
