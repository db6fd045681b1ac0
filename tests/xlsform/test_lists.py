"""Lists in the form, beside it, and by port."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.xlsform.made import filling, ports, xform
from veldwerk.xlsform import FormError, Session, parse
from veldwerk.xlsform.secondary import csv_rows

BODY = """<select1 ref="/data/q"><itemset nodeset="instance('{name}')/root/item{filter}">
<value ref="name"/><label ref="label"/></itemset></select1>"""


def _form(src: str, tmp_path: Path, name: str = "lijst", filter_: str = ""):
    text = f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>
    <instance><data id="f"><q/><k/></data></instance><instance id="{name}" src="{src}"/></model></h:head><h:body>
    {BODY.format(name=name, filter=filter_)}<input ref="/data/k"/></h:body></h:html>"""
    return parse(text.encode(), media=tmp_path)


def _choices(session: Session) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in session.node("/data/q").choices]


def test_a_csv_beside_the_form(tmp_path: Path) -> None:
    (tmp_path / "lijst.csv").write_text('﻿name;label\na;"Één; twee"\nb;B\n', encoding="utf-8")
    session = filling(_form("jr://file-csv/lijst.csv", tmp_path))
    assert _choices(session) == [("a", "Één; twee"), ("b", "B")]


def test_an_xml_list_and_a_geojson_list(tmp_path: Path) -> None:
    (tmp_path / "l.xml").write_text("<root><item><name>a</name><label>A</label></item></root>")
    (tmp_path / "p.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","id":"x","geometry":{"type":"Point",'
        '"coordinates":[5.1,52.1]},"properties":{"name":"n","label":"Plein"}}]}'
    )
    assert _choices(filling(_form("jr://file/l.xml", tmp_path))) == [("a", "A")]
    assert _choices(filling(_form("jr://file/p.geojson", tmp_path))) == [("n", "Plein")]


def test_a_list_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert _choices(filling(_form("jr://file-csv/weg.csv", tmp_path))) == []


@pytest.mark.parametrize(
    "src", ["jr://file-csv/..%2Fgeheim.csv", "jr://file-csv/../geheim.csv", "jr://file/.."]
)
def test_a_list_never_comes_from_outside_its_folder(src: str, tmp_path: Path) -> None:
    (tmp_path / "geheim.csv").write_text("name,label\na,A\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    assert _choices(filling(_form(src, inner))) == []


def test_rows_by_port_come_before_the_file(tmp_path: Path) -> None:
    rows = [{"name": "s1", "label": "Maaltijddienst"}, {"name": "s2", "label": "Wandelclub"}]
    session = Session(
        _form("jr://file-csv/services.csv", tmp_path, "services"),
        ports(entities=lambda name: rows if name == "services" else None),
    )
    assert _choices(session) == [("s1", "Maaltijddienst"), ("s2", "Wandelclub")]


def test_equality_is_looked_up_and_gives_what_a_scan_gives(tmp_path: Path) -> None:
    rows = "".join(f"{i},L{i},{i % 7}\n" for i in range(500))
    (tmp_path / "l.csv").write_text("name,label,k\n" + rows)
    looked = filling(_form("jr://file-csv/l.csv", tmp_path, filter_="[k = /data/k]"))
    scanned = filling(_form("jr://file-csv/l.csv", tmp_path, filter_="[string(k) = string(/data/k)]"))
    for session in (looked, scanned):
        session.answer("/data/k", "3")
    assert _choices(looked) == _choices(scanned)
    assert len(_choices(looked)) == 71
    assert looked._env.indexes


@pytest.mark.parametrize(
    "condition",
    [
        "k = /data/k and name != '3'",
        "name > 100 and /data/k = k",
        "k = /data/k and not(contains(label, '1'))",
    ],
)
def test_other_conditions_are_asked_of_what_the_index_finds(condition: str, tmp_path: Path) -> None:
    rows = "".join(f"{i},L{i},{i % 7}\n" for i in range(300))
    (tmp_path / "l.csv").write_text("name,label,k\n" + rows)
    looked = filling(_form("jr://file-csv/l.csv", tmp_path, filter_=f"[{condition.replace('>', '&gt;')}]"))
    whole = condition.replace("k = /data/k", "string(k) = string(/data/k)")
    whole = whole.replace("/data/k = k", "string(k) = string(/data/k)").replace(">", "&gt;")
    scanned = filling(_form("jr://file-csv/l.csv", tmp_path, filter_=f"[{whole}]"))
    for session in (looked, scanned):
        session.answer("/data/k", "3")
    assert _choices(looked) == _choices(scanned) != []
    assert looked._env.indexes
    assert not scanned._env.indexes


def test_the_last_answers_are_a_list() -> None:
    form = xform(
        "<a/><b/>",
        '<bind nodeset="/data/b" calculate="instance(\'__last-saved\')/data/a"/>',
        model='<instance id="__last-saved" src="jr://instance/last-saved"/>',
    )
    assert filling(form).values()["/data/b"] == ""
    again = Session(form, ports(last_saved=b'<data id="form"><a>vorige</a><b/></data>'))
    assert again.values()["/data/b"] == "vorige"


def test_pulldata_and_choice_name() -> None:
    form = xform(
        "<q/><name/><cell/>",
        """<bind nodeset="/data/name" calculate="jr:choice-name(/data/q, '/data/q')"/>
        <bind nodeset="/data/cell" calculate="pulldata('l', 'code', 'name', /data/q)"/>""",
        BODY.format(name="l", filter=""),
        """<instance id="l"><root><item><name>a</name><label>Anna</label><code>7</code></item>
        <item><name>b</name><label>Bram</label><code>9</code></item></root></instance>""",
    )
    session = filling(form)
    session.answer("/data/q", "b")
    assert (session.values()["/data/name"], session.values()["/data/cell"]) == ("Bram", "9")


def test_csv_in_other_encodings_and_with_short_rows() -> None:
    assert csv_rows("x.csv", "name,label\na,Één\nb\n\n".encode("cp1252")) == [
        {"name": "a", "label": "Één"},
        {"name": "b", "label": ""},
    ]


def test_a_broken_list_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "p.geojson").write_text("{}")
    with pytest.raises(FormError, match=r"p\.geojson"):
        filling(_form("jr://file/p.geojson", tmp_path)).node("/data/q").choices  # noqa: B018


def test_choices_shuffled_without_a_seed_stay_where_they_are_while_one_looks() -> None:
    items = "".join(f"<item><name>{i}</name></item>" for i in range(20))
    form = xform(
        "<a/><b/>",
        body="""<select1 ref="/data/a"><itemset nodeset="randomize(instance('l')/root/item)"><value ref="name"/>
        <label ref="name"/></itemset></select1><select1 ref="/data/b"><itemset
        nodeset="randomize(instance('l')/root/item)"><value ref="name"/><label ref="name"/></itemset></select1>""",
        model=f'<instance id="l"><root>{items}</root></instance>',
    )
    session = filling(form)
    seen = [choice.value for choice in session.node("/data/a").choices]
    assert sorted(seen, key=int) == [str(i) for i in range(20)] != seen
    session.answer("/data/a", seen[3])
    assert [choice.value for choice in session.node("/data/a").choices] == seen
    assert [choice.value for choice in session.node("/data/b").choices] != seen
