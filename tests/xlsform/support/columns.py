"""A form for each column, setting, sheet and parameter: what the session or the instance shows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.xlsform.support.maker import CHOICES, Maker, q
from tests.xlsform.support.types import PROOFS as TYPES
from tests.xlsform.support.types import Proof
from veldwerk.xlsform import Form, FormError

TWO = {"default_language": "Nederlands (nl)"}


def node(expected: Mapping[str, object], **columns: str) -> Proof:
    """The Node of the question has these attributes."""

    def proof(make: Maker) -> None:
        state = make.session(q("text", **columns)).node("/data/q")
        assert {name: getattr(state, name) for name in expected} == expected

    return proof


def question(where: str, expected: Mapping[str, str], type_: str = "text", **columns: str) -> Proof:
    """The Question has these parameters or attributes."""

    def proof(make: Maker) -> None:
        session = make.session(q(type_, **columns), settings={"namespaces": 'v="https://example.org/v"'})
        found = getattr(session.questions()[0], where)
        assert expected.items() <= found.items()

    return proof


def instance(expected: str, settings: Mapping[str, str] | None = None, **columns: str) -> Proof:
    """The instance XML has this in it."""

    def proof(make: Maker) -> None:
        session = make.session(q("text", **columns), settings=settings)
        assert expected in session.save().decode()

    return proof


def form(settings: Mapping[str, str], shown: Callable[[Form], object]) -> Proof:
    """The Form says so."""

    def proof(make: Maker) -> None:
        assert shown(make.form(q("text"), settings=settings))

    return proof


def hidden_until(column: str) -> Proof:
    """relevant: shown when the answer asks for it, its value kept."""

    def proof(make: Maker) -> None:
        session = make.session(q("text", "t"), q("text", **{column: "${t} = 'x'"}))
        assert not session.node("/data/q").relevant
        session.answer("/data/t", "x")
        assert session.node("/data/q").relevant

    return proof


def constraint(make: Maker) -> None:
    session = make.session(q("integer", constraint=". > 5", constraint_message="More than ${q}"))
    assert session.node("/data/q").valid
    session.answer("/data/q", 3)
    assert session.node("/data/q").message == "More than 3"
    session.answer("/data/q", 7)
    assert session.node("/data/q").valid


def required_message(make: Maker) -> None:
    session = make.session(q("text", required="yes", required_message="Say it"))
    assert [problem.message for problem in session.problems()] == ["Say it"]
    with pytest.raises(FormError):
        session.finish()


def dynamic(make: Maker) -> None:
    session = make.session(q("date", "d", default="today()"), q("text", default="plain"))
    assert session.node("/data/d").value == "2026-11-24"
    assert session.node("/data/q").value == "plain"


def choice_filter(make: Maker) -> None:
    rows = [{**row, "kind": "odd" if row["name"] != "b" else "even"} for row in CHOICES]
    session = make.session(q("text", "t"), q("select_one l", choice_filter="kind = ${t}"), choices=rows)
    session.answer("/data/t", "odd")
    assert [choice.value for choice in session.node("/data/q").choices] == ["a", "c"]


def read_only(make: Maker) -> None:
    rows = [q("begin group", "g", "G", read_only="yes"), q("integer"), q("end group", "", "")]
    assert make.session(*rows).node("/data/g/q").readonly


def repeat_count(make: Maker) -> None:
    rows = [
        q("integer", "n"),
        q("begin repeat", "r", "R", repeat_count="${n}"),
        q("text"),
        q("end repeat", "", ""),
    ]
    session = make.session(*rows)
    session.answer("/data/n", 3)
    assert session.node("/data/r").count == 3
    assert not session.node("/data/r").can_add


def trigger(make: Maker) -> None:
    session = make.session(
        q("text", "t"), q("text", "u"), q("dateTime", calculation="now()", trigger="${t}, ${u}")
    )
    session.answer("/data/u", "x")
    assert session.node("/data/q").value.startswith("2026-11-24T09:30")


def disabled(make: Maker) -> None:
    session = make.session(q("text"), q("text", "gone", disabled="yes"))
    assert [one.name for one in session.questions()] == ["q"]


def translated(make: Maker) -> None:
    row = {"type": "text", "name": "q", "label::Nederlands (nl)": "Vraag", "label::English (en)": "Question"}
    half = {**row, "name": "h", "label::English (en)": ""}
    session = make.session(row, half, settings=TWO)
    assert session.node("/data/q").label == "Vraag"
    session.set_language("en")
    assert session.node("/data/q").label == "Question"
    assert session.node("/data/h").label == "Vraag"


def media(kind: str) -> Proof:
    """A file by language, the default language's where one has none."""

    def proof(make: Maker) -> None:
        row = {
            "type": "text",
            "name": "q",
            "label::Nederlands (nl)": "Vraag",
            "label::English (en)": "Question",
            f"media::{kind}::Nederlands (nl)": "nl.bin",
            "media::image::English (en)": "",  # pyxform wants an image beside a big-image
        }
        row["media::image::Nederlands (nl)"] = "nl.bin"
        session = make.session(
            row, {**row, "name": "e", f"media::{kind}::English (en)": "en.bin"}, settings=TWO
        )
        assert session.node("/data/e").media[kind] == "nl.bin"
        session.set_language("en")
        assert session.node("/data/e").media[kind] == "en.bin"
        assert session.node("/data/q").media[kind] == "nl.bin"

    return proof


def choice_media(kind: str) -> Proof:
    def proof(make: Maker) -> None:
        rows = [{**row, f"media::{kind}": f"{row['name']}.bin"} for row in CHOICES]
        offered = make.session(q("select_one l"), choices=rows).node("/data/q").choices
        assert [choice.media for choice in offered] == [{kind: f"{name}.bin"} for name in "abc"]

    return proof


def choice_translated(make: Maker) -> None:
    rows = [
        {"list_name": "l", "name": "a", "label::Nederlands (nl)": "Ja", "label::English (en)": "Yes"},
        {"list_name": "l", "name": "b", "label::Nederlands (nl)": "Nee", "label::English (en)": ""},
    ]
    asked = {"type": "select_one l", "name": "q", "label::Nederlands (nl)": "V", "label::English (en)": "Q"}
    session = make.session(asked, choices=rows, settings=TWO, language="en")
    assert [choice.label for choice in session.node("/data/q").choices] == ["Yes", "Nee"]


def offered(make: Maker) -> None:
    choices = make.session(q("select_one l")).node("/data/q").choices
    assert [(choice.value, choice.label) for choice in choices] == [("a", "A"), ("b", "B"), ("c", "C")]


def lookup(column: str) -> Proof:
    def proof(make: Maker) -> None:
        rows = [{**row, column: f"{row['name']} 5"} for row in CHOICES]
        found = q("calculate", "c", "", calculation=f"instance('l')/root/item[name='b']/{column}")
        assert make.session(q("select_one l"), found, choices=rows).values()["/data/c"] == "b 5"

    return proof


def duplicates(make: Maker) -> None:
    rows = [*CHOICES, {"list_name": "l", "name": "a", "label": "Another A"}]
    with pytest.raises(FormError):
        make.session(q("select_one l"), choices=rows)
    session = make.session(q("select_one l"), choices=rows, settings={"allow_choice_duplicates": "yes"})
    assert len(session.node("/data/q").choices) == 4


def instance_name(make: Maker) -> None:
    session = make.session(q("text"), settings={"instance_name": "concat('Visit ', ${q})"})
    session.answer("/data/q", "Bep")
    assert b"<instanceName>Visit Bep</instanceName>" in session.finish()


def language(make: Maker) -> None:
    row = {"type": "text", "name": "q", "label::English (en)": "Question", "label::Nederlands (nl)": "Vraag"}
    assert make.session(row, settings=TWO).language == "Nederlands (nl)"


def entities(make: Maker) -> None:
    sheet = [{"list_name": "people", "label": "${q}"}]
    session = make.session(q("text", save_to="nickname"), entities=sheet)
    session.answer("/data/q", "Bep")
    [entity] = session.entities()
    assert (entity.dataset, entity.action, entity.values) == ("people", "create", {"nickname": "Bep"})


def without_effect(sheet: str, row: Mapping[str, str]) -> Proof:
    """A sheet that changes nothing."""

    def proof(make: Maker) -> None:
        plain = make.session(q("text")).save()
        assert make.session(q("text"), **{sheet: [row]}).save() == plain

    return proof


def ranged(expected: Mapping[str, str], more: str = "") -> Proof:
    return question("parameters", expected, "range", parameters=f"start=0 end=10 step=2 {more}")


def tick_labels(make: Maker) -> None:
    rows = [
        {"list_name": "t", "name": "0", "label": "Nooit"},
        {"list_name": "t", "name": "10", "label": "Altijd"},
    ]
    parameters = "start=0 end=10 step=2 tick_interval=2 tick_labelset=t"
    session = make.session(q("range", parameters=parameters), choices=rows)
    assert [choice.label for choice in session.node("/data/q").choices] == ["Nooit", "Altijd"]


def shuffled(make: Maker) -> None:
    names = [str(number) for number in range(20)]
    rows = [{"list_name": "l", "name": name, "label": name} for name in names]

    def order(seed: str) -> list[str]:
        asked = q("select_one l", parameters=f"randomize=true {seed}".strip())
        session = make.session(asked, choices=rows)
        assert session.questions()[0].parameters["randomize"] == "true"
        return [choice.value for choice in session.node("/data/q").choices]

    assert sorted(order("")) == sorted(names)
    assert order("seed=4") == order("seed=4") != order("seed=5")
    assert order("seed=4") != names


def file_columns(make: Maker) -> None:
    make.file("list.csv", "code,naam\n1,Een\n2,Twee\n")
    session = make.session(q("select_one_from_file list.csv", parameters="value=code label=naam"))
    found = session.node("/data/q").choices
    assert [(choice.value, choice.label) for choice in found] == [("1", "Een"), ("2", "Twee")]


def appears(name: str, kind: str) -> Proof:
    """The words of the column are those of the question; table-list is worked out by pyxform."""
    types = {
        "group": "begin group",
        "text": "text",
        "select": "select_one l",
        "date": "date",
        "other": "text",
    }

    def proof(make: Maker) -> None:
        if name == "table-list":
            rows = [q("begin group", "g", "G", appearance=name), q("select_one l"), q("end group", "", "")]
            assert make.session(*rows).questions()[-1].appearance == ("list-nolabel",)
            return
        parameters = {"parameters": "start=1 end=5 step=1"} if kind == "range" else {}
        row = q(types.get(kind, kind), appearance=f"{name} extra", **parameters)
        rows = [row, q("text", "inner"), q("end group", "", "")] if kind == "group" else [row]
        assert make.session(*rows).questions()[0].appearance == (name, "extra")

    return proof


def search(make: Maker) -> None:
    session = make.session(q("select_one l", appearance="minimal search"))
    assert {"minimal", "autocomplete"} <= set(session.questions()[0].appearance)


SURVEY: dict[str, Proof] = {
    "type": TYPES["integer"],
    "name": instance("<q>x</q>", default="x"),
    "label": node({"label": "Q"}),
    "hint": node({"hint": "Aha"}, hint="Aha"),
    "guidance_hint": node({"guidance": "More"}, guidance_hint="More"),
    "required": node({"required": True, "valid": False}, required="1 = 1"),
    "required_message": required_message,
    "relevant": hidden_until("relevant"),
    "constraint": constraint,
    "constraint_message": constraint,
    "calculation": node({"value": "3"}, calculation="1 + 2"),
    "default": dynamic,
    "choice_filter": choice_filter,
    "appearance": appears("numbers", "text"),
    "read_only": read_only,
    "repeat_count": repeat_count,
    "parameters": ranged({"start": "0", "end": "10", "step": "2"}),
    "trigger": trigger,
    "disabled": disabled,
    "label::language": translated,
    "media::image": media("image"),
    "media::big-image": media("big-image"),
    "media::audio": media("audio"),
    "media::video": media("video"),
    "save_to": entities,
    "bind::…": question("attributes", {"v:space": "zorg"}, bind__v_space="zorg"),
    "body::…": question("parameters", {"accept": "x"}, body__accept="x"),
    "instance::…": instance('v="1"', instance__v="1"),
    "rows": question("parameters", {"rows": "5"}, rows="5"),
    "autoplay": question("parameters", {"autoplay": "audio"}, autoplay="audio", media__audio="a.mp3"),
    "noAppErrorString": question("attributes", {"jr:noAppErrorString": "No app"}, noAppErrorString="No app"),
    "compact_tag": instance('odk:tag="a"', compact_tag="a"),
    "notes": node({"label": "Q", "hint": ""}, notes="for us"),
}
CHOICE_COLUMNS: dict[str, Proof] = {
    "list_name": offered,
    "name": offered,
    "label": offered,
    "label::language": choice_translated,
    "media::image": choice_media("image"),
    "media::audio": choice_media("audio"),
    "extra columns": lookup("region"),
    "geometry": lookup("geometry"),
}
SETTINGS: dict[str, Proof] = {
    "form_title": form({"form_title": "Visit"}, lambda one: one.title == "Visit"),
    "form_id": form({"form_id": "v"}, lambda one: one.form_id == "v"),
    "version": form({"version": "7"}, lambda one: one.version == "7"),
    "default_language": language,
    "instance_name": instance_name,
    "style": form({"style": "pages theme-grid"}, lambda one: one.style == "pages theme-grid"),
    "allow_choice_duplicates": duplicates,
    "client_editable": form({"client_editable": "yes"}, lambda one: one.client_editable),
    "namespaces": question("attributes", {"v:space": "zorg"}, bind__v_space="zorg"),
    "attribute::…": instance('colour="red"', {"attribute::colour": "red"}),
    "name": instance("<visit ", {"name": "visit"}),
    "instance_xmlns": instance('xmlns="https://example.org/f"', {"instance_xmlns": "https://example.org/f"}),
    "submission_url": form(
        {"submission_url": "https://x.nl"}, lambda one: one.submission["action"] == "https://x.nl"
    ),
    "auto_send": form({"auto_send": "true"}, lambda one: "true" in one.submission.values()),
    "auto_delete": form({"auto_delete": "true"}, lambda one: "true" in one.submission.values()),
    "public_key": form({"public_key": "abc"}, lambda one: one.submission["base64RsaPublicKey"] == "abc"),
    "prefix": instance('prefix="v"', {"prefix": "v"}),
    "delimiter": instance('delimiter="+"', {"delimiter": "+"}),
    "sms_keyword": instance("<q/>", {"sms_keyword": "v"}),
}
SHEETS: dict[str, Proof] = {
    "survey": TYPES["text"],
    "choices": offered,
    "settings": SETTINGS["form_title"],
    "entities": entities,
    "external_choices": without_effect("external_choices", {"list_name": "x", "name": "a", "label": "A"}),
    "osm": without_effect("osm", {"list_name": "x", "name": "building", "label": "Building"}),
}
PARAMETERS: dict[str, Proof] = {
    "range: start": ranged({"start": "0"}),
    "range: end": ranged({"end": "10"}),
    "range: step": ranged({"step": "2"}),
    "range: tick_interval": ranged({"tick_interval": "4"}, "tick_interval=4"),
    "range: tick_labelset": tick_labels,
    "range: placeholder": ranged({"placeholder": "6"}, "placeholder=6"),
    "select: randomize": shuffled,
    "select: seed": shuffled,
    "from file: value": file_columns,
    "from file: label": file_columns,
    "text: rows": question("parameters", {"rows": "6"}, parameters="rows=6"),
    "image: max-pixels": question("parameters", {"max-pixels": "640"}, "image", parameters="max-pixels=640"),
    "audio: quality": question("parameters", {"quality": "low"}, "audio", parameters="quality=low"),
    "geo: capture-accuracy": question(
        "parameters", {"capture-accuracy": "10"}, "geopoint", parameters="capture-accuracy=10"
    ),
    "geo: warning-accuracy": question(
        "parameters", {"warning-accuracy": "100"}, "geopoint", parameters="warning-accuracy=100"
    ),
    "geo: allow-mock-accuracy": question(
        "parameters", {"allow-mock-accuracy": "true"}, "geopoint", parameters="allow-mock-accuracy=true"
    ),
}
