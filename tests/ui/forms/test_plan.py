"""Pages and parts from the engine's questions."""

from __future__ import annotations

from collections.abc import Sequence

from veldwerk.ui.forms.plan import Ask, Grid, Plan, Section, Series
from veldwerk.xlsform import Choice, Question

YES_NO = (Choice("ja", "Ja"), Choice("nee", "Nee"))
THREE = (*YES_NO, Choice("soms", "Soms"))


def choices(ref: str) -> Sequence[Choice]:
    return THREE if ref.endswith("3") else YES_NO


def question(ref: str, kind: str = "text", parent: str = "", *looks: str, space: str = "") -> Question:
    extra = {"veldwerk:space": space} if space else {}
    return Question(ref, ref.rpartition("/")[2], kind, tuple(looks), parent=parent, attributes=extra)


def test_each_group_at_the_top_is_a_page_and_loose_questions_share_one() -> None:
    plan = Plan(
        [
            question("/d/a"),
            question("/d/b"),
            question("/d/g", "group"),
            question("/d/g/c", parent="/d/g"),
            question("/d/e"),
        ],
        choices,
    )
    assert [(page.ref, page.titled) for page in plan.pages()] == [
        ("/d/a", False),
        ("/d/g", True),
        ("/d/e", False),
    ]
    assert plan.pages()[0].parts == (Ask(plan.by_ref["/d/a"]), Ask(plan.by_ref["/d/b"]))


def test_rows_with_the_same_choices_become_one_table() -> None:
    rows = [question(f"/d/g/{n}", "select_one", "/d/g", "likert") for n in ("r1", "r2", "x3", "y3", "z1")]
    plan = Plan([question("/d/g", "group"), *rows], choices)
    assert plan.pages()[0].parts == (Grid(tuple(rows[:2])), Grid(tuple(rows[2:4])), Ask(rows[4]))


def test_the_head_of_a_table_list_is_not_a_question_of_its_own() -> None:
    head = question("/d/g/head", "select_one", "/d/g", "label")
    rows = [question(f"/d/g/{n}", "select_one", "/d/g", "list-nolabel") for n in ("r1", "r2")]
    plan = Plan([question("/d/g", "group"), head, *rows], choices)
    assert plan.pages()[0].parts == (Grid(tuple(rows)),)


def test_questions_of_a_closed_space_and_groups_left_empty_are_gone() -> None:
    asked = [
        question("/d/g", "group"),
        question("/d/g/a", parent="/d/g", space="casus"),
        question("/d/g/b", parent="/d/g", space="zorg"),
        question("/d/h", "group"),
        question("/d/h/c", parent="/d/h", space="zorg"),
    ]
    plan = Plan(asked, choices, {"casus"})
    assert [page.ref for page in plan.pages()] == ["/d/g"]
    assert [q.ref for q in plan.asked()] == ["/d/g/a"]


def test_groups_inside_a_page_are_sections_and_repeats_series() -> None:
    asked = [
        question("/d/g", "group"),
        question("/d/g/s", "group", "/d/g"),
        question("/d/g/s/a", parent="/d/g/s"),
        question("/d/g/r", "repeat", "/d/g"),
        question("/d/g/r[1]", "repeat_instance", "/d/g/r"),
        question("/d/g/r[1]/b", parent="/d/g/r[1]"),
    ]
    plan = Plan(asked, choices)
    assert plan.pages()[0].parts == (Section(asked[1], (Ask(asked[2]),)), Series(asked[3]))
    assert plan.instances("/d/g/r") == [asked[4]]
    assert plan.chain("/d/g/r[1]/b") == ["/d/g/r[1]/b", "/d/g/r[1]", "/d/g/r", "/d/g"]


def test_a_group_too_large_for_one_page_is_divided_by_its_groups() -> None:
    asked = [question("/d/g", "group"), question("/d/g/first", parent="/d/g")]
    for name in "abc":
        asked.append(question(f"/d/g/{name}", "group", "/d/g"))
        asked += [question(f"/d/g/{name}/{n}", parent=f"/d/g/{name}") for n in range(25)]
    asked.append(question("/d/g/last", parent="/d/g"))
    pages = Plan(asked, choices).pages()
    assert [(page.ref, page.group) for page in pages] == [
        ("/d/g/first", "/d/g"),
        ("/d/g/a", "/d/g/a"),
        ("/d/g/b", "/d/g/b"),
        ("/d/g/c", "/d/g/c"),
        ("/d/g/last", "/d/g"),
    ]
    shown = [member for page in pages for member in page.members()]
    assert {"/d/g/first", "/d/g/a/0", "/d/g/c/24", "/d/g/last"} <= set(shown)
