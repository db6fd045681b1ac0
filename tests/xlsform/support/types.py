"""A form for each question type: what the question is called, and what it holds of an answer."""

from __future__ import annotations

from collections.abc import Callable

from tests.xlsform.made import NOW, ports
from tests.xlsform.support.maker import Maker, Row, q

Proof = Callable[[Maker], None]
CSV = "name,label\na,Anna\nb,Bert\n"


def asks(*rows: Row, kind: str, answer: object, holds: str, wrong: object = None) -> Proof:
    """The question q is of this type and holds the answer so; a wrong answer is not held."""

    def proof(make: Maker) -> None:
        make.file("list.csv", CSV)
        session = make.session(*rows)
        question = next(one for one in session.questions() if one.name == "q")
        assert question.type == kind
        session.answer(question.ref, answer)
        assert session.node(question.ref).value == holds
        assert f">{holds}<".encode() in session.finish()
        if wrong is not None:
            session.answer(question.ref, wrong)
            assert session.node(question.ref).value == ""
            assert not session.node(question.ref).valid

    return proof


def fills(type_: str, value: str, **columns: str) -> Proof:
    """The engine fills the field itself; it is no question."""

    def proof(make: Maker) -> None:
        given = ports(
            properties={"username": "bep", "deviceid": "d1", "email": "b@x.nl", "phonenumber": "06"},
            location=lambda: "52.1 5.2 0 4",
        )
        session = make.session(q("text", "t"), q(type_, **columns), given=given)
        session.answer("/data/t", "x")
        assert [one.name for one in session.questions()] == ["t"]
        session.finish()
        assert session.values()["/data/q"] == value

    return proof


def stays_empty(type_: str, ref: str = "/data/q") -> Proof:
    def proof(make: Maker) -> None:
        session = make.session(q("text", "t"), q(type_, ref.rpartition("/")[2], ""))
        session.answer("/data/t", "x")
        session.finish()
        assert session.values()[ref] == ""

    return proof


def note(make: Maker) -> None:
    session = make.session(q("note"), q("text", "r", read_only="yes", default="shown"))
    assert [one.type for one in session.questions()] == ["note", "text"]
    assert session.node("/data/q").readonly


def or_other(make: Maker) -> None:
    session = make.session(q("select_one l or_other"))
    assert [choice.value for choice in session.node("/data/q").choices] == ["a", "b", "c", "other"]
    session.answer("/data/q", "other")
    session.answer("/data/q_other", "D")
    assert b"<q_other>D</q_other>" in session.finish()


def from_file(type_: str, answer: object, holds: str) -> Proof:
    def proof(make: Maker) -> None:
        make.file("list.csv", CSV)
        make.file(
            "list.xml",
            "<root><item><name>a</name><label>Anna</label></item><item><name>b</name></item></root>",
        )
        point = '{"type": "Feature", "id": "%s", "geometry": {"type": "Point", "coordinates": [5, 52]}, %s}'
        features = [point % ("a", '"properties": {"title": "Anna"}'), point % ("b", '"properties": {}')]
        make.file("list.geojson", f'{{"type": "FeatureCollection", "features": [{", ".join(features)}]}}')
        for file in ("list.csv", "list.xml", "list.geojson"):
            session = make.session(q(f"{type_} {file}"))
            offered = session.node("/data/q").choices
            assert (offered[0].value, offered[0].label) == ("a", "Anna")
            session.answer("/data/q", answer)
            assert session.node("/data/q").value == holds
        by_port = ports(entities=lambda name: [{"name": "z", "label": "Zoë"}] if name == "list" else None)
        session = make.session(q(f"{type_} list.csv"), given=by_port)
        assert [choice.label for choice in session.node("/data/q").choices] == ["Zoë"]

    return proof


def external(type_: str) -> Proof:
    def proof(make: Maker) -> None:
        make.file("list.csv", CSV)
        make.file("list.xml", "<root><item><name>a</name><label>Anna</label></item></root>")
        look = q("calculate", "found", "", calculation="instance('list')/root/item[name='a']/label")
        assert make.session(q(type_, "list", ""), q("text"), look).values()["/data/found"] == "Anna"

    return proof


def group(make: Maker) -> None:
    session = make.session(q("begin group", "g", "G"), q("text"), q("end group", "", ""))
    assert [(one.ref, one.type) for one in session.questions()] == [
        ("/data/g", "group"),
        ("/data/g/q", "text"),
    ]


def repeat(make: Maker) -> None:
    end = q("end repeat", "", "")
    session = make.session(q("begin repeat", "r", "R"), q("begin repeat", "s", "S"), q("text"), end, end)
    session.add_repeat("/data/r")
    session.add_repeat("/data/r[2]/s")
    session.add_repeat("/data/r[2]/s")
    session.answer("/data/r[2]/s[2]/q", "deep")
    assert [one.type for one in session.children("/data/r")] == ["repeat_instance"] * 2
    assert session.node("/data/r[2]/s").count == 2
    assert b"<q>deep</q>" in session.finish()


def calculate(make: Maker) -> None:
    session = make.session(q("integer"), q("calculate", "c", "", calculation="${q} * 2"))
    session.answer("/data/q", 21)
    assert session.values()["/data/c"] == "42"
    assert [one.name for one in session.questions()] == ["q"]


def background_geopoint(make: Maker) -> None:
    given = ports(location=lambda: "52.1 5.2 0 4")
    session = make.session(q("text", "t"), q("background-geopoint", label="", trigger="${t}"), given=given)
    assert session.values()["/data/q"] == ""
    session.answer("/data/t", "x")
    assert session.values()["/data/q"].startswith("52.1 5.2")


def select_one_external(make: Maker) -> None:
    rows = [{"list_name": "x", "name": "a", "label": "A"}]
    asked = q("select_one_external x", choice_filter="p=${p}")
    session = make.session(q("select_one l", "p"), asked, external_choices=rows)
    assert session.questions()[1].type == "text"
    assert session.node("/data/q").choices == ()


PROOFS: dict[str, Proof] = {
    "text": asks(q("text"), kind="text", answer="x", holds="x"),
    "integer": asks(q("integer"), kind="integer", answer="81", holds="81", wrong="tachtig"),
    "decimal": asks(q("decimal"), kind="decimal", answer=1.5, holds="1.5", wrong="half"),
    "note": note,
    "select_one": asks(q("select_one l"), kind="select_one", answer="a", holds="a"),
    "select_multiple": asks(q("select_multiple l"), kind="select_multiple", answer=["c", "a"], holds="a c"),
    "or_other": or_other,
    "select_one_from_file": from_file("select_one_from_file", "a", "a"),
    "select_multiple_from_file": from_file("select_multiple_from_file", ["b", "a"], "a b"),
    "rank": asks(q("rank l"), kind="rank", answer=["b", "a"], holds="b a c"),
    "range": asks(
        q("range", parameters="start=1 end=5 step=1"), kind="range", answer=3, holds="3", wrong="x"
    ),
    "date": asks(q("date"), kind="date", answer=NOW.date(), holds="2026-11-24", wrong="gisteren"),
    "time": asks(q("time"), kind="time", answer="09:30:00", holds="09:30:00", wrong="vroeg"),
    "dateTime": asks(
        q("dateTime"), kind="dateTime", answer=NOW, holds="2026-11-24T09:30:00.000+01:00", wrong="2026"
    ),
    "calculate": calculate,
    "hidden": fills("hidden", "h", default="h"),
    "acknowledge": asks(q("acknowledge"), kind="acknowledge", answer=True, holds="OK"),
    "begin group": group,
    "begin repeat": repeat,
    "start": fills("start", "2026-11-24T09:30:00.000+01:00"),
    "end": fills("end", "2026-11-24T09:30:00.000+01:00"),
    "today": fills("today", "2026-11-24"),
    "username": fills("username", "bep"),
    "deviceid": fills("deviceid", "d1"),
    "email": fills("email", "b@x.nl"),
    "phonenumber": fills("phonenumber", "06"),
    "barcode": asks(q("barcode"), kind="barcode", answer="871", holds="871"),
    "geopoint": asks(q("geopoint"), kind="geopoint", answer="52.1 5.2", holds="52.1 5.2", wrong="thuis"),
    "geotrace": asks(q("geotrace"), kind="geotrace", answer="1 2;3 4", holds="1 2;3 4", wrong="1 2"),
    "geoshape": asks(
        q("geoshape"), kind="geoshape", answer="1 2;3 4;1 2", holds="1 2;3 4;1 2", wrong="1 2;3 4"
    ),
    "start-geopoint": fills("start-geopoint", "52.1 5.2 0.0 4.0"),
    "background-geopoint": background_geopoint,
    "csv-external": external("csv-external"),
    "xml-external": external("xml-external"),
    "image": asks(q("image"), kind="image", answer="a.jpg", holds="a.jpg"),
    "audio": asks(q("audio"), kind="audio", answer="a.m4a", holds="a.m4a"),
    "video": asks(q("video"), kind="video", answer="a.mp4", holds="a.mp4"),
    "file": asks(q("file"), kind="file", answer="a.pdf", holds="a.pdf"),
    "background-audio": stays_empty("background-audio"),
    "audit": stays_empty("audit", "/data/meta/audit"),
    "osm": asks(q("osm"), kind="file", answer="a.osm", holds="a.osm"),
    "select_one_external": select_one_external,
    "simserial": stays_empty("simserial"),
    "subscriberid": stays_empty("subscriberid"),
}
