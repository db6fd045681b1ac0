"""Forms made for measuring: many questions, a series that counts its lines, a long list of choices."""

from __future__ import annotations

from pathlib import Path

CHOICES, REGIONS = 10_000, 100
LISTED = 5_000
_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head>'
)
_META = "<orx:meta><orx:instanceID/></orx:meta>"


def sections(count: int, questions: int, *, tied: bool = True) -> bytes:
    """An XForm with `count` × `questions` questions. `tied`: each asks for the one before it and sections add up; else
    nothing depends on anything."""
    model, binds, body = [], [], []
    for s in range(count):
        model.append(f"<s{s}>" + "".join(f"<q{q}/>" for q in range(questions)) + f"<sum{s}/></s{s}>")
        for q in range(questions):
            when = f' relevant="/data/s{s}/q{q - 1} != 0"' if tied and q else ""
            limit = ' constraint=". &gt;= 0 and . &lt;= 100"' if tied else ""
            binds.append(f'<bind nodeset="/data/s{s}/q{q}" type="int"{when}{limit}/>')
            body.append(f'<input ref="/data/s{s}/q{q}"><label>Vraag {s}.{q}</label></input>')
        total = "+".join(f"coalesce(/data/s{s}/q{q}, 0)" for q in range(questions)) if tied else "1"
        binds.append(f'<bind nodeset="/data/s{s}/sum{s}" type="int" calculate="{total}"/>')
    return _form("Groot", "".join(model), "".join(binds), "".join(body))


def series(*, tied: bool = True) -> bytes:
    """A form with a series of lines; `tied`: each line doubles its amount, and the form adds them up."""
    double = "../amount * 2" if tied else "1"
    total = "sum(/data/line/double)" if tied else "1"
    binds = (
        '<bind nodeset="/data/line/amount" type="int"/>'
        f'<bind nodeset="/data/line/double" type="int" calculate="{double}"/>'
        f'<bind nodeset="/data/total" type="int" calculate="{total}"/>'
    )
    body = (
        '<group ref="/data/line"><label>Regel</label><repeat nodeset="/data/line"><input ref="/data/line/amount">'
        "<label>Bedrag</label></input></repeat></group>"
    )
    return _form("Reeks", '<line jr:template=""><amount/><double/></line><total/>', binds, body)


def choices(equals: str, model: str) -> bytes:
    """A form whose second question offers the items of `places` for which `equals` holds; `model` holds the list."""
    binds = '<bind nodeset="/data/region" type="string"/><bind nodeset="/data/place" type="string"/>'
    body = (
        '<input ref="/data/region"><label>Regio</label></input>'
        f'<select1 ref="/data/place"><label>Plaats</label><itemset nodeset="instance(\'places\')/root/item[{equals}]">'
        '<value ref="name"/><label ref="label"/></itemset></select1>'
    )
    return _form("Keuzes", "<region/><place/>", binds, body, model)


def inline_places(count: int = CHOICES) -> str:
    """The list of places written in the form."""
    items = "".join(
        f"<item><name>p{n}</name><label>Plaats {n}</label><region>r{n % REGIONS}</region></item>"
        for n in range(count)
    )
    return f'<instance id="places"><root>{items}</root></instance>'


def csv_places(folder: Path, count: int = LISTED) -> str:
    """The list of places in a file beside the form."""
    rows = "".join(f"p{n},Plaats {n},r{n % REGIONS}\n" for n in range(count))
    (folder / "places.csv").write_text(f"name,label,region\n{rows}", encoding="utf-8")
    return '<instance id="places" src="jr://file-csv/places.csv"/>'


def _form(title: str, instance: str, binds: str, body: str, model: str = "") -> bytes:
    name = title.lower()
    return (
        f"{_HEAD}<h:title>{title}</h:title><model><instance>"
        f'<data id="{name}" version="1">{instance}{_META}</data></instance>{model}{binds}</model></h:head>'
        f"<h:body>{body}</h:body></h:html>"
    ).encode()
