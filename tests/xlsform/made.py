"""Small forms for tests: written as a markdown workbook, or as the XForm itself."""

from __future__ import annotations

import itertools
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from veldwerk.xlsform import Form, Ports, Session, parse, read

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


def ports(**changes: object) -> Ports:
    """A fixed clock and ids that count up."""
    ids = itertools.count(1)
    given = {"clock": lambda: NOW, "new_id": lambda: f"00000000-0000-4000-8000-{next(ids):012d}", **changes}
    return Ports(**given)


def sheet(*rows: str) -> str:
    """A survey sheet: the heading and its rows, cells divided by bars."""
    return "| survey |\n" + "\n".join(f"|  | {row} |" for row in rows) + "\n"


def workbook(tmp_path: Path, text: str) -> Form:
    """A compiled workbook."""
    path = tmp_path / "form.md"
    path.write_text(text, encoding="utf-8")
    return read(path)


def xform(instance: str, binds: str = "", body: str = "", model: str = "") -> Form:
    """A form from the parts of its XForm; `instance` is what goes inside `<data>`."""
    return parse(xform_source(instance, binds, body, model))


def xform_source(instance: str, binds: str = "", body: str = "", model: str = "") -> bytes:
    """An XForm from its parts."""
    return f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"
        xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Form</h:title><model>
        <instance><data id="form" version="1">{instance}</data></instance>{model}{binds}
        </model></h:head><h:body>{body}</h:body></h:html>""".encode()


def filling(form: Form, **changes: object) -> Session:
    """A new session on a form."""
    return Session(form, ports(**changes))
