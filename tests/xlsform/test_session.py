"""Filling a form: what a worker sees after each answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.xlsform.made import filling, ports, sheet, workbook, xform
from veldwerk.xlsform import FormError, Session, from_values

VISIT = (
    sheet(
        "type | name | label::Nederlands (nl) | label::English (en) | relevant | required | constraint"
        " | constraint_message::Nederlands (nl) | constraint_message::English (en) | calculation | bind::v:space",
        "text | naam | Naam | Name | | yes | | | | | casus",
        "integer | leeftijd | Leeftijd van ${naam} | Age of ${naam} | | | . >= 75 | Vanaf 75 jaar | From 75 | | zorg",
        "select_one yn | alleen | Alleen? | Alone? | ${leeftijd} > 80 | yes | | | | |",
        "calculate | jaar | | | | | | | | 2026 - ${leeftijd} |",
        "begin repeat | contacten | Contacten | Contacts | ${alleen} = 'ja' | | | | | |",
        "text | cnaam | Wie | Who | | | | | | |",
        "integer | uren | Uren van ${cnaam} | Hours of ${cnaam} | | | | | | |",
        "end repeat | | | | | | | | | |",
        "calculate | totaal | | | | | | | | sum(${uren}) |",
        "note | slot | Totaal ${totaal} | Total ${totaal} | | | | | | |",
    )
    + """| choices |
|  | list_name | name | label::Nederlands (nl) | label::English (en) |
|  | yn | ja | Ja | Yes |
|  | yn | nee | Nee | - |
| settings |
|  | form_title | form_id | version | default_language | namespaces |
|  | Bezoek | bezoek | 1 | Nederlands (nl) | v="https://example.org/v" |
"""
)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return filling(workbook(tmp_path, VISIT))


def test_questions_come_in_order_with_their_place(session: Session) -> None:
    found = [(q.ref, q.type, q.depth) for q in session.questions()]
    assert found == [
        ("/data/naam", "text", 0),
        ("/data/leeftijd", "integer", 0),
        ("/data/alleen", "select_one", 0),
        ("/data/contacten", "repeat", 0),
        ("/data/contacten[1]", "repeat_instance", 1),
        ("/data/contacten[1]/cnaam", "text", 2),
        ("/data/contacten[1]/uren", "integer", 2),
        ("/data/slot", "note", 0),
    ]
    assert [q.ref for q in session.children("/data/contacten[1]")] == [
        "/data/contacten[1]/cnaam",
        "/data/contacten[1]/uren",
    ]
    assert session.questions()[1].attributes == {"v:space": "zorg"}


def test_relevance_hides_keeps_and_restores_a_value(session: Session) -> None:
    session.answer("/data/naam", "Bep")
    assert not session.node("/data/alleen").relevant
    changed = session.answer("/data/leeftijd", 85)
    assert {"/data/alleen", "/data/jaar"} <= changed
    session.answer("/data/alleen", "nee")
    session.answer("/data/leeftijd", 78)
    assert b"<alleen>" not in session.finish()
    assert b"<alleen>nee</alleen>" in session.save()
    session.answer("/data/leeftijd", 85)
    assert session.node("/data/alleen").value == "nee"
    assert b"<alleen>nee</alleen>" in session.finish()


def test_an_answer_touches_only_what_depends_on_it(session: Session) -> None:
    session.answer("/data/leeftijd", 85)
    session.answer("/data/alleen", "ja")
    assert session.answer("/data/contacten[1]/cnaam", "Piet") == {
        "/data/contacten[1]/cnaam",
        "/data/contacten[1]/uren",
    }
    assert session.node("/data/contacten[1]/uren").label == "Uren van Piet"


def test_required_and_constraint_speak_the_forms_language(session: Session) -> None:
    empty = session.node("/data/naam")
    assert (empty.required, empty.valid, empty.message_is_default) == (True, False, True)
    session.answer("/data/leeftijd", 60)
    assert session.node("/data/leeftijd").message == "Vanaf 75 jaar"
    session.set_language("English (en)")
    assert session.node("/data/leeftijd").message == "From 75"
    session.answer("/data/leeftijd", 90)
    assert session.node("/data/leeftijd").valid
    session.answer("/data/leeftijd", None)
    assert session.node("/data/leeftijd").valid  # a constraint says nothing of an empty answer
    assert [problem.ref for problem in session.problems()] == ["/data/naam"]


def test_an_answer_of_another_type_is_shown_and_not_held(session: Session) -> None:
    session.answer("/data/leeftijd", "tachtig")
    node = session.node("/data/leeftijd")
    assert (node.value, node.rejected, node.valid) == ("", "tachtig", False)
    assert session.problems()[-1].message == "Enter a whole number."
    session.answer("/data/leeftijd", "81")
    assert session.node("/data/leeftijd").rejected == ""


def test_repeats_come_and_go(session: Session) -> None:
    session.answer("/data/leeftijd", 85)
    assert not session.node("/data/contacten").can_add
    session.answer("/data/alleen", "ja")
    assert session.node("/data/contacten").can_add
    changed = session.add_repeat("/data/contacten")
    assert {"/data/contacten", "/data/contacten[2]", "/data/contacten[2]/uren"} <= changed
    session.answer("/data/contacten[1]/uren", 2)
    assert "/data/slot" in session.answer("/data/contacten[2]/uren", 3)
    assert session.node("/data/slot").label == "Totaal 5"
    session.remove_repeat("/data/contacten[1]")
    assert session.node("/data/contacten").count == 1
    assert session.node("/data/contacten[1]/uren").value == "3"
    assert session.node("/data/slot").label == "Totaal 3"


def test_a_missing_translation_falls_back(session: Session) -> None:
    session.answer("/data/leeftijd", 85)
    changed = session.set_language("English (en)")
    assert "/data/alleen" in changed
    assert [choice.label for choice in session.node("/data/alleen").choices] == ["Yes", "Nee"]
    session.set_language("nl")
    assert session.language == "Nederlands (nl)"
    with pytest.raises(FormError):
        session.set_language("Frysk (fy)")


def test_a_session_begins_in_the_language_asked_for(session: Session) -> None:
    assert Session(session.form, ports(), language="en").node("/data/naam").label == "Name"
    assert Session(session.form, ports(), language="fy").node("/data/naam").label == "Naam"


def test_a_draft_is_taken_up_where_it_was(session: Session) -> None:
    session.answer("/data/naam", "Bep <& de Vries")
    session.answer("/data/leeftijd", 85)
    session.answer("/data/alleen", "ja")
    session.add_repeat("/data/contacten")
    session.answer("/data/contacten[2]/cnaam", "Piet")
    again = Session(session.form, ports(), session.save())
    assert again.values() == session.values()
    assert again.node("/data/contacten").count == 2


def test_finishing_asks_for_what_is_missing(session: Session) -> None:
    with pytest.raises(FormError, match="attention"):
        session.finish()
    session.answer("/data/naam", "Bep")
    assert b"<instanceID>uuid:" in session.finish()


def test_a_finished_form_that_is_corrected_says_what_it_replaces(session: Session) -> None:
    session.answer("/data/naam", "Bep")
    old = session.values()["/data/meta/instanceID"]
    again = Session(session.form, ports(new_id=lambda: "new"), session.finish(), edit=True)
    assert again.values()["/data/meta/instanceID"] == "uuid:new"
    assert f"<deprecatedID>{old}</deprecatedID>".encode() in again.save()


def test_places_that_do_not_exist_are_refused(session: Session) -> None:
    for wrong in (lambda: session.answer("/data/niets", 1), lambda: session.node("/data/contacten[9]/uren"),
                  lambda: session.add_repeat("/data/naam"), lambda: session.answer("/data/contacten[1]", 1),
                  lambda: session.remove_repeat("/data/naam")):  # fmt: skip
        with pytest.raises(FormError):
            wrong()


def test_a_choice_filter_takes_back_and_gives_back(tmp_path: Path) -> None:
    session = filling(
        workbook(
            tmp_path,
            sheet(
                "type | name | label | choice_filter",
                "select_one provincie | provincie | Provincie |",
                "select_one stad | stad | Stad | provincie = ${provincie}",
                "select_multiple stad | steden | Steden | provincie = ${provincie}",
            )
            + """| choices |
|  | list_name | name | label | provincie |
|  | provincie | u | Utrecht | |
|  | provincie | z | Zuid-Holland | |
|  | stad | am | Amersfoort | u |
|  | stad | ut | Utrecht | u |
|  | stad | rd | Rotterdam | z |
""",
        )
    )
    assert session.node("/data/stad").choices == ()
    session.answer("/data/provincie", "u")
    assert [choice.value for choice in session.node("/data/stad").choices] == ["am", "ut"]
    session.answer("/data/stad", "am")
    session.answer("/data/steden", ["ut", "am"])
    assert session.node("/data/steden").value == "am ut"
    assert {"/data/stad", "/data/steden"} <= session.answer("/data/provincie", "z")
    assert session.node("/data/stad").value == session.node("/data/steden").value == ""
    session.answer("/data/provincie", "u")
    assert (session.node("/data/stad").value, session.node("/data/steden").value) == ("am", "am ut")


def test_a_count_makes_and_removes_instances(tmp_path: Path) -> None:
    session = filling(
        workbook(
            tmp_path,
            sheet(
                "type | name | label | repeat_count | calculation",
                "integer | n | Hoeveel | |",
                "begin repeat | r | Reeks | ${n} |",
                "calculate | plaats | | | position(..)",
                "text | t | Tekst | |",
                "end repeat | | | |",
            ),
        )
    )
    assert session.node("/data/r").count == 0
    session.answer("/data/n", 3)
    assert [session.node(f"/data/r[{i}]/plaats").value for i in (1, 2, 3)] == ["1", "2", "3"]
    assert not session.node("/data/r").can_add
    session.answer("/data/n", 1)
    assert session.node("/data/r").count == 1


def test_a_default_and_a_trigger_set_values(tmp_path: Path) -> None:
    session = filling(
        workbook(
            tmp_path,
            sheet(
                "type | name | label | default | trigger | calculation",
                "date | dag | Dag | today() | |",
                "text | a | A | | |",
                "text | b | B | | ${a} | concat(${a}, '!')",
            ),
        )
    )
    assert session.node("/data/dag").value == "2026-11-24"
    session.answer("/data/a", "x")
    assert session.node("/data/b").value == "x!"
    session.answer("/data/b", "eigen")
    assert session.node("/data/b").value == "eigen"


def test_groups_pass_on_relevance_and_readonly() -> None:
    session = filling(
        xform(
            "<k>1</k><g><a>x</a><b/></g>",
            """<bind nodeset="/data/g" relevant="/data/k = 1" readonly="/data/k = 1"/>
            <bind nodeset="/data/g/b" calculate="concat(/data/g/a, 'y')"/>""",
            '<input ref="/data/k"/><group ref="/data/g"><input ref="/data/g/a"/></group>',
        )
    )
    assert session.node("/data/g/a").readonly
    assert session.node("/data/g/b").value == "xy"
    assert {"/data/g", "/data/g/a"} <= session.answer("/data/k", "2")
    assert not session.node("/data/g/a").relevant
    assert b"<g>" not in session.finish()


def test_running_totals_over_instances_are_worked_out() -> None:
    session = filling(
        xform(
            "<r><n>1</n><t/></r><r><n>2</n><t/></r><r><n>3</n><t/></r>",
            """<bind nodeset="/data/r/n" type="int"/><bind nodeset="/data/r/t" type="int"
            calculate="../n + coalesce(/data/r[position() = position(current()/..) - 1]/t, 0)"/>""",
            '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>',
        )
    )
    assert [session.node(f"/data/r[{i}]/t").value for i in (1, 2, 3)] == ["1", "3", "6"]
    session.answer("/data/r[1]/n", 10)
    assert session.node("/data/r[3]/t").value == "15"


def test_a_circle_is_refused_by_name() -> None:
    with pytest.raises(FormError, match="/data/a") as caught:
        xform(
            "<a/><b/>",
            '<bind nodeset="/data/a" calculate="/data/b + 1"/><bind nodeset="/data/b" calculate="/data/a"/>',
        )
    assert "/data/b" in str(caught.value)


def test_a_wrong_expression_names_field_and_expression() -> None:
    with pytest.raises(FormError, match=r"/data/a.*nope\(\)"):
        xform("<a/>", '<bind nodeset="/data/a" relevant="nope()"/>')


def test_a_series_that_grows_until_told_to_stop_grows_one_at_a_time() -> None:
    session = filling(
        xform(
            "<n/><c/><r><klaar/></r>",
            """<bind nodeset="/data/n" type="int" calculate="count(/data/r)"/>
            <bind nodeset="/data/c" calculate="if(indexed-repeat(/data/r/klaar, /data/r, /data/n) = 'ja',
            /data/n, /data/n + 1)"/>""",
            '<repeat nodeset="/data/r" jr:count="/data/c"><input ref="/data/r/klaar"/></repeat>',
        )
    )
    before = session.node("/data/r").count
    session.answer(f"/data/r[{before}]/klaar", "nee")
    assert session.node("/data/r").count == before + 1
    session.answer(f"/data/r[{before + 1}]/klaar", "ja")
    assert session.node("/data/r").count == before + 1


def test_an_expression_that_fails_does_not_stop_the_worker() -> None:
    session = filling(
        xform(
            "<a/><b/><c/>",
            """<bind nodeset="/data/b" calculate="digest(/data/a, /data/a)"/>
            <bind nodeset="/data/c" relevant="regex(/data/a, /data/a)" constraint="regex(., '(')"/>""",
            '<input ref="/data/a"/><input ref="/data/c"/>',
        )
    )
    session.answer("/data/a", "(")
    session.answer("/data/c", "x")
    assert session.node("/data/b").value == ""
    assert session.node("/data/c").relevant
    assert session.node("/data/c").valid
    assert set(session.faults()) == {"/data/b calculate", "/data/c relevant", "/data/c constraint"}
    assert b"<c>x</c>" in session.finish()


def test_a_group_counts_as_the_words_in_it() -> None:
    session = filling(
        xform(
            "<g><a>1</a><b/></g><uit/>",
            '<bind nodeset="/data/uit" calculate="concat(/data/g, \'!\')"/>',
            '<group ref="/data/g"><input ref="/data/g/a"/><input ref="/data/g/b"/></group>',
        )
    )
    session.answer("/data/g/b", "2")
    assert session.values()["/data/uit"] == "12!"


def test_dates_are_named_in_the_forms_language(tmp_path: Path) -> None:
    text = (
        sheet(
            "type | name | label::Nederlands (nl) | label::English (en) | calculation",
            "calculate | dag | | | format-date('2026-03-09', '%a %e %b')",
            "note | n | Op ${dag} | On ${dag} |",
        )
        + "| settings |\n|  | default_language |\n|  | Nederlands (nl) |\n"
    )
    session = filling(workbook(tmp_path, text))
    assert session.node("/data/n").label == "Op ma 9 mrt"
    session.set_language("en")
    assert session.node("/data/n").label == "On Mon 9 Mar"


def test_answers_kept_by_ref_become_an_instance_again(session: Session) -> None:
    session.answer("/data/naam", "Bep")
    session.answer("/data/leeftijd", 85)
    session.answer("/data/alleen", "ja")
    session.add_repeat("/data/contacten")
    session.answer("/data/contacten[2]/cnaam", "Piet")
    kept = {ref: value for ref, value in session.values().items() if value}
    assert from_values(session.form, kept) == session.save()
    stray = {"/data/gone": "x", "/data/contacten[0]/cnaam": "y", "/data/[": "z"}
    assert from_values(session.form, {**kept, **stray}) == session.save()


def test_a_select_of_numbers_takes_several() -> None:
    session = filling(
        xform(
            "<a/>",
            '<bind nodeset="/data/a" type="int"/>',
            '<select ref="/data/a"><label>A</label><item><label>tien</label><value>10</value></item>'
            "<item><label>meer</label><value>23</value></item></select>",
        )
    )
    session.answer("/data/a", ["10", "23"])
    assert session.node("/data/a").value == "10 23"
    assert session.node("/data/a").valid
