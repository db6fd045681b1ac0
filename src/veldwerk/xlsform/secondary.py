"""The lists a form looks things up in: written in it, in a file beside it, entities by port, the last answers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from veldwerk.xlsform.building import building
from veldwerk.xlsform.definition import Form, Secondary
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.ports import Ports
from veldwerk.xlsform.reading import list_tree, parse_xml
from veldwerk.xlsform.tree import ELEMENT, XNode, leaf

_MOST_ROWS = 1_000_000


class Lists:
    """Gives `instance('name')` its nodes; each list is read when first asked for."""

    def __init__(self, form: Form, ports: Ports, top: XNode) -> None:
        self.form = form
        self.ports = ports
        self.top = top
        self.loaded: dict[str, XNode | None] = {}

    def __call__(self, name: str) -> XNode | None:
        """The element that holds the list's root, None when neither form nor ports know the list."""
        if name not in self.loaded:
            with building():
                self.loaded[name] = self._load(name)
        return self.loaded[name]

    def _load(self, name: str) -> XNode | None:
        rows = self.ports.entities(name)
        if rows is not None:
            return table(rows)
        secondary = self.form.secondary.get(name)
        if secondary is None:
            return None
        if secondary.src == "" and secondary.inline is not None and _is_primary(secondary, self.form):
            return self.top
        return self._read(secondary)

    def _read(self, secondary: Secondary) -> XNode:
        src = secondary.src
        if src.endswith("last-saved"):
            return self._last_saved()
        if src:
            name = src.rpartition("/")[2]
            rows = self.ports.entities(name.rpartition(".")[0] or name)
            if rows is not None:
                return table(rows)
            content = self.form.read_media(name)
            if content is not None:
                return external(name, content)
        if isinstance(secondary.inline, XNode):
            return secondary.inline
        if secondary.inline is None:
            return table(())
        holder = _holder(list_tree(secondary.inline))
        secondary.inline = holder
        return holder

    def _last_saved(self) -> XNode:
        if self.ports.last_saved is not None:
            return _holder(list_tree(parse_xml(self.ports.last_saved)))
        blank = _blank(self.form.instance)
        return _holder(blank)


def _is_primary(secondary: Secondary, form: Form) -> bool:
    tag = getattr(secondary.inline, "tag", None)
    return isinstance(tag, str) and secondary.name == form.primary_id


def _blank(node: XNode) -> XNode:
    copy = XNode(ELEMENT, node.name, node.uri)
    for child in node.children:
        copy.append(_blank(child))
    return copy


def _holder(root: XNode) -> XNode:
    holder = XNode(ELEMENT, "instance")
    holder.append(root)
    return holder


def table(lines: Iterable[Mapping[str, Any]]) -> XNode:
    """Rows as `root/item/column`."""
    root = XNode(ELEMENT, "root")
    items: list[XNode] = []
    for count, row in enumerate(lines):
        if count >= _MOST_ROWS:
            raise FormError(N_("A list in the form has more than {most} rows."), most=_MOST_ROWS)
        item = XNode(ELEMENT, "item", parent=root)
        item.children = [leaf(name, "" if value is None else str(value), item) for name, value in row.items()]
        items.append(item)
    root.children = items
    return _holder(root)


def external(name: str, content: bytes) -> XNode:
    """The list in a file, by its ending."""
    ending = name.rpartition(".")[2].lower()
    if ending == "xml":
        return _holder(list_tree(parse_xml(content)))
    if ending == "geojson":
        return table(_features(name, content))
    return table(csv_rows(name, content))


def csv_rows(name: str, content: bytes) -> list[dict[str, str]]:
    """Rows of a CSV with a heading line; comma, semicolon or tab, UTF-8 or Windows-1252."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise FormError(
            N_("The list {name} cannot be read: {reason}"), name=name, reason=str(error)
        ) from error
    if not rows:
        return []
    columns = rows[0]
    return [
        {
            column: cell
            for column, cell in zip(columns, row + [""] * (len(columns) - len(row)), strict=False)
            if column
        }
        for row in rows[1:]
        if any(row)
    ]


def _features(name: str, content: bytes) -> Iterable[Mapping[str, Any]]:
    try:
        features = json.loads(content)["features"]
        for feature in features:
            properties = dict((feature.get("properties") or {}).items())
            geometry = _geometry(feature.get("geometry") or {})
            identity = {"id": feature["id"]} if "id" in feature else {}
            yield {"geometry": geometry, **properties, **identity}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormError(
            N_("The list {name} cannot be read: {reason}"), name=name, reason=str(error)
        ) from error


def _geometry(geometry: Mapping[str, Any]) -> str:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates") or []
    if kind == "Polygon":
        coordinates = coordinates[0]
    points = [coordinates] if kind == "Point" else coordinates
    return ";".join(f"{point[1]} {point[0]} 0 0" for point in points)
