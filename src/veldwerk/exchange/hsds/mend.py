"""Reading what others publish: mended where the facts stay the same, left out where not, and every step said.

Old ids become UUIDs (always the same one), empty fields go, «www.x.nl» gets its https, a required description that is
missing becomes the name. Nothing is made up about a service: without a name it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from veldwerk.domain.errors import N_
from veldwerk.exchange.hsds.check import Fault, right
from veldwerk.exchange.hsds.shapes import SHAPES, FieldShape

MENDED = N_("The field {field} was mended: {value}.")
LEFT_OUT = N_("The field {field} was left out: {value}.")

NAMESPACE = UUID("6f1a0c52-6f0e-5d0c-9d7e-1f7b5a2c9e44")
"""For ids of older formats; never changes, so that a second import finds the same records."""

_DEFAULTS: Mapping[tuple[str, str], str] = {
    ("service", "status"): "active",
    ("location", "location_type"): "physical",
    ("address", "address_type"): "physical",
}
_FROM: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("organization", "description"): ("name",),
    ("program", "description"): ("name",),
    ("taxonomy", "description"): ("name",),
    ("taxonomy_term", "description"): ("name",),
    ("organization_identifier", "identifier_type"): ("identifier_scheme",),
    ("address", "state_province"): ("region", "city"),
}
"""A required text that is missing, from another field of the same object."""

_REFERENCES = {"parent_organization_id": "organization", "parent_id": "taxonomy_term"}
_EMPTY = ("", "null", "NULL", "None")
_DOMAIN = re.compile(r"(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/\S*)?", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_SHOWN = 60


@dataclass(slots=True)
class Mender:
    """Mends objects and keeps what was done in `notices`."""

    notices: list[Fault] = field(default_factory=list)

    def mend(
        self, kind: str, value: object, path: str = "", *, inside: bool = False
    ) -> dict[str, object] | None:
        """The object as HSDS 3.1 wants it, or None when a required field cannot be had.

        Parts `inside` another object may get an id; what stands on its own must bring one, or each import would
        find somebody new.
        """
        if not isinstance(value, Mapping):
            self._note(LEFT_OUT, path, value)
            return None
        shape = SHAPES[kind]
        out: dict[str, object] = {name: v for name, v in value.items() if name not in shape}
        out = {name: v for name, v in out.items() if v is not None}
        given = dict(value)
        if inside and not given.get("id"):
            given["id"] = _made_id(kind, value)
        for name, one in shape.items():
            place = f"{path}.{name}" if path else name
            mended = self._field(kind, one, given, place)
            if mended is not None:
                out[name] = mended
            elif one.required:
                self._note(LEFT_OUT, place, given.get(name))
                return None
        return out

    def _field(self, kind: str, shape: FieldShape, given: Mapping[str, object], path: str) -> object:
        value = given.get(shape.name)
        if shape.many:
            if not isinstance(value, list):
                return None
            kept = [self.mend(shape.type, one, f"{path}[{n}]", inside=True) for n, one in enumerate(value)]
            return [one for one in kept if one is not None]
        if shape.type in SHAPES:
            return None if value is None else self.mend(shape.type, value, path, inside=True)
        if value is None or (isinstance(value, str) and value.strip() in _EMPTY):
            return self._missing(kind, shape, given, path)
        mended = _plain(kind, shape, value, given)
        if mended is None:
            default = _DEFAULTS.get((kind, shape.name))
            self._note(MENDED if default else LEFT_OUT, path, default or value)
            return default
        # Ids of older formats and numbers out of a table are only written in another way.
        if str(mended) != str(value) and shape.type != "uuid":
            self._note(MENDED, path, mended)
        return mended

    def _missing(self, kind: str, shape: FieldShape, given: Mapping[str, object], path: str) -> str | None:
        if not shape.required:
            return None
        if kind == "metadata" and shape.type == "text":
            return ""  # a value that was empty before or after
        made = _DEFAULTS.get((kind, shape.name))
        for other in _FROM.get((kind, shape.name), ()):
            made = made or str(given.get(other) or "").strip()
        if made:
            self._note(MENDED, path, made)
        return made or None

    def _note(self, message: str, path: str, value: object) -> None:
        self.notices.append(Fault(path, message, {"field": path, "value": str(value)[:_SHOWN]}))


def uuid_of(kind: str, old: str) -> str:
    """`old` when it is a UUID, else the one that belongs to it for objects of this kind."""
    return old if right("uuid", old) else str(uuid5(NAMESPACE, f"{kind}:{old}"))


def _made_id(kind: str, value: Mapping[str, object]) -> str:
    return str(uuid5(NAMESPACE, f"{kind}:{sorted((k, str(v)) for k, v in value.items())}"))


def _plain(kind: str, shape: FieldShape, value: object, given: Mapping[str, object]) -> object:
    """The value in the type of its field, or None when it cannot be."""
    if shape.type in ("number", "integer"):
        return number_of(value)
    if shape.type == "boolean":
        return value if isinstance(value, bool) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip() if shape.type != "text" else str(value)
    if shape.codes:
        known = {code.casefold(): code for code in shape.codes}
        return known.get(text.strip().casefold())
    if right(shape.type, text):
        return text
    if shape.type == "uuid":
        return uuid_of(_target(kind, shape.name, given), text)
    if shape.type == "uri":
        return f"https://{text}" if _DOMAIN.fullmatch(text) else None
    return {"date": _date, "time": _time}.get(shape.type, lambda _: None)(text)


def _target(kind: str, name: str, given: Mapping[str, object]) -> str:
    """The kind of object an id names: its own, or the one a reference points to."""
    if name == "id":
        return kind
    if name in ("link_id", "resource_id"):
        return str(given.get("link_entity") or given.get("resource_type") or kind)
    return _REFERENCES.get(name, name.removesuffix("_id"))


def number_of(value: object) -> int | float | None:
    """A number, or a text that is one (decimal comma or point); None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        return None
    if number != number or number in (float("inf"), float("-inf")):
        return None
    return int(number) if number.is_integer() and "." not in str(value) else number


def _date(text: str) -> str | None:
    """Dates written out or with the day first; 01/02/2026 could be either month and is left out."""
    for form in ("%d-%m-%Y", "%B %d, %Y", "%d %B %Y", "%Y%m%d", "%Y/%m/%d"):
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _time(text: str) -> str | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, half = int(found[1]), (found[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    made = f"{hour:02d}:{found[2]}"
    return made if right("time", made) else None
