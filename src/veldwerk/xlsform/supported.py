"""What of XLSForm the engine supports, as data: docs/xlsform.md shows it, tests hold the engine against every line.

Lines are `name | grade | note`. Grades: `full` does what the XLSForm reference and the ODK XForms specification say;
`partly` does the part that the note names; `passed` is handed to the caller as the form has it, who decides;
`ignored` has no effect and no error; `refused` is refused with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from veldwerk.xlsform.xpath import registry

GRADES = ("full", "partly", "passed", "ignored", "refused")
_TABLES = {
    "types": """
text | full |
integer | full | 32 bits, as the specification says
decimal | full |
note | full | read-only; a read-only `text` that has a value is a `text`, so that the value shows
select_one | full | a list in the workbook, filtered or not
select_multiple | full | the answer is held in the order of the list
or_other | full | pyxform adds the choice and a text question
select_one_from_file | full | .csv, .xml and .geojson beside the form, or rows by port
select_multiple_from_file | full | as select_one_from_file
rank | full | the answer is the list in the order chosen
range | full |
date | full |
time | full |
dateTime | full |
calculate | full |
hidden | full |
acknowledge | full | `True` is held as `OK`; `trigger` is its other name
begin group | full |
begin repeat | full | nested too
start | full |
end | full | filled by `finish`
today | full |
username | full | from `Ports.properties`
deviceid | full | from `Ports.properties`
email | full | from `Ports.properties`
phonenumber | full | from `Ports.properties`
barcode | full | a text field; a scanner that types will do
geopoint | full | typed in as latitude and longitude; anything else is refused
geotrace | full | typed in as points divided by semicolons
geoshape | full | typed in as points divided by semicolons
start-geopoint | full | from `Ports.location`
background-geopoint | full | from `Ports.location`, when its trigger changes
csv-external | full |
xml-external | full |
image | partly | holds a file name; taking and keeping the picture is the caller's
audio | partly | holds a file name
video | partly | holds a file name
file | partly | holds a file name
background-audio | ignored | nothing is recorded
audit | ignored | `meta/audit` stays empty: Veldwerk keeps a history of every field itself
osm | partly | holds a file name; there is no map
select_one_external | partly | a text field: the list of `external_choices` is not read; use select_one_from_file
simserial | ignored | deprecated in XLSForm; the field stays empty
subscriberid | ignored | deprecated in XLSForm; the field stays empty
""",
    "survey columns": """
type | full |
name | full |
label | full | markdown subset of ODK and `${…}`
hint | full |
guidance_hint | full |
required | full | yes, no or an expression
required_message | full |
relevant | full | inherited; a value that is not relevant is kept and left out at the end
constraint | full | asked of answers that are not empty
constraint_message | full |
calculation | full |
default | full | a value, or an expression worked out once when the form or repeat begins
choice_filter | full | equalities use an index
appearance | passed | see below
read_only | full | inherited from groups
repeat_count | full | a number or an expression
parameters | full | see below
trigger | full | one question or several
disabled | full | pyxform leaves the row out
label::language | full | a missing translation shows the default language, then any
media::image | full | file name by language
media::big-image | full | file name by language
media::audio | full | file name by language
media::video | full | file name by language
save_to | full | see `Session.entities`
bind::… | passed | `Question.attributes`; the `namespaces` setting must name the prefix
body::… | passed | `Question.parameters`
instance::… | passed | an attribute of the field, in the instance XML
rows | passed | `Question.parameters`
autoplay | passed | `Question.parameters`
noAppErrorString | passed | `Question.attributes`
compact_tag | passed | an attribute of the field, in the instance XML
notes | ignored | as any column that XLSForm does not know
""",
    "choices columns": """
list_name | full |
name | full |
label | full |
label::language | full |
media::image | full | file name by language
media::audio | full | file name by language
extra columns | full | for choice_filter and lookups
geometry | full | as an extra column; there is no map
""",
    "settings": """
form_title | full |
form_id | full |
version | full |
default_language | full |
instance_name | full |
style | passed | `Form.style`: `pages`, `theme-grid`
allow_choice_duplicates | full |
client_editable | full | `Form.client_editable`
namespaces | full |
attribute::… | passed | an attribute of the root, in the instance XML
name | full | the root's name, `data` without it
instance_xmlns | full |
submission_url | passed | `Form.submission`
auto_send | passed | `Form.submission`
auto_delete | passed | `Form.submission`
public_key | passed | `Form.submission`; nothing is encrypted by the engine
prefix | passed | an attribute of the root, in the instance XML
delimiter | passed | an attribute of the root, in the instance XML
sms_keyword | ignored |
""",
    "sheets": """
survey | full |
choices | full |
settings | full |
entities | full | create_if, update_if, entity_id, label; several lists; in repeats
external_choices | ignored | use a .csv and select_one_from_file
osm | ignored |
""",
    "parameters": """
range: start | full |
range: end | full |
range: step | full |
range: tick_interval | passed | `Question.parameters`
range: tick_labelset | full | the labels are the choices of the question
range: placeholder | passed | `Question.parameters`
select: randomize | full |
select: seed | full | the same order for the same seed as in other ODK clients
from file: value | full |
from file: label | full |
text: rows | passed | `Question.parameters`
image: max-pixels | passed | `Question.parameters`
audio: quality | passed | `Question.parameters`
geo: capture-accuracy | passed | `Question.parameters`
geo: warning-accuracy | passed | `Question.parameters`
geo: allow-mock-accuracy | passed | `Question.parameters`
""",
    "logic": """
relevance | full | inherited by what is inside
values that are not relevant | full | count as empty, are left out at the end, come back when relevant again
order of calculation | full | by dependencies; a circle is refused with the names of its fields
references in repeats | full | `${x}` means the nearest one
count of a repeat | full | `jr:count` grows and shrinks the series
no adding or removing | full | `jr:noAddRemove`
template of a repeat | full | `jr:template`
dynamic defaults | full | setvalue on odk-instance-first-load, odk-instance-load and odk-new-repeat
setvalue on a change | full | xforms-value-changed
words with values | full | `output` in labels, hints, messages and choices
markdown | full | headings, emphasis, lists, links, line breaks, `<span style>`
last-saved | full | `${last-saved#x}`, from `Ports.last_saved`
instanceID | full |
instanceName | full |
deprecatedID | full | a finished instance opened with `edit=True`
name of a repeat instance | full | the label of the group that it consists of
""",
}
_APPEARANCES = {
    "group": "field-list table-list summary h1 h2 h3 h4 h5",
    "text": "multiline numbers thousands-sep masked hidden",
    "select": """minimal autocomplete columns columns-2 columns-pack label list-nolabel likert
        no-buttons horizontal horizontal-compact quick compact image-map map""",
    "date": "no-calendar month-year year ethiopian coptic islamic bikram-sambat myanmar persian",
    "range": "picker rating vertical no-ticks",
    "other": """counter signature draw annotate new new-front selfie bearing maps placement-map
        hidden-answer printer w1 w2 w12 ex:org.example""",
}
_FUNCTION_NOTES = {
    "area": "square metres",
    "current": "the node that the expression belongs to",
    "digest": "MD5, SHA-1, SHA-256, SHA-384, SHA-512; base64 or hex",
    "distance": "metres",
    "format-date": "names of days and months in the form's language",
    "indexed-repeat": "up to any depth",
    "once": "keeps the first value",
    "pulldata": "a list in a file, or rows by port",
    "random": "from `Ports.seed`",
    "randomize": "the generator of ODK, so a seed gives the same order everywhere",
    "regex": "a match anywhere in the text; `^` and `$` tie it to the ends",
}
_REFUSED = {
    "property": "was never part of XLSForm; use a `username` or `deviceid` question",
}


@dataclass(frozen=True, slots=True)
class Support:
    """One line: `area`, `name`, one of GRADES, and a note in English for form authors who program."""

    area: str
    name: str
    grade: str
    note: str = ""


def supported() -> list[Support]:
    """All lines but the functions, in the order in which the document shows them."""
    found: list[Support] = []
    for area, table in _TABLES.items():
        for line in table.strip().splitlines():
            name, grade, note = (part.strip() for part in line.split("|"))
            found.append(Support(area, name, grade, note))
    for kind, names in _APPEARANCES.items():
        found.extend(Support("appearances", name, "passed", kind) for name in names.split())
    found.append(Support("appearances", "search", "full", "also given as autocomplete, its present name"))
    return found


@dataclass(frozen=True, slots=True)
class FunctionSupport:
    """A function of expressions; `most` None means any number of values. Refused ones have no counts."""

    name: str
    grade: str
    fewest: int = 0
    most: int | None = None
    note: str = ""


def functions() -> list[FunctionSupport]:
    """All functions that the engine registers, and those of ODK that it refuses."""
    found = [FunctionSupport(name, "refused", note=note) for name, note in _REFUSED.items()]
    for name in registry.names():
        known = registry.lookup(name)
        if known is not None:
            note = _FUNCTION_NOTES.get(name, "")
            found.append(FunctionSupport(name, "full", known.fewest, known.most, note))
    return sorted(found, key=lambda one: one.name)
