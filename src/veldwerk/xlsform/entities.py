"""What a form writes back to lists of entities: people, services and whatever else its `entities` sheet names.

Follows the ODK Entities specification (https://getodk.github.io/xforms-spec/entities) up to 2025.1: `entity` elements in
the `meta` of the form, of a group or of a repeat; `entities:saveto` on binds; offline versions. Which record a list
stands for, and whether it may be written, is the caller's business: nothing is stored here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from veldwerk.xlsform.definition import Field, Form
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.instance import instances, ref_of
from veldwerk.xlsform.tree import XNode

ENTITIES = "http://www.opendatakit.org/xforms/entities"
NEWEST = (2025, 1)
_VERSION = re.compile(r"[1-9]\d*")
_NO_ID = N_("The form gives no valid id for an entry of “{list}”.")
_NO_LABEL = N_("The form gives no label for a new entry of “{list}”.")
_BOTH = N_("The form says both new and existing of an entry of “{list}”.")


@dataclass(frozen=True, slots=True)
class Entity:
    """One entry of a list to make (`create`) or to change (`update`), from the relevant answers.

    `values` has a property for each relevant question with save_to; "" says that it was left empty. `base_version` is
    the version that the form was filled in against, 0 when it is not known (as the specification asks); `trunk_version`
    and `branch_id` are those of work without network. `message` is a message id with the place `list` saying why the
    entry cannot be written, "" when it can. `ref` is where the form declares it.
    """

    dataset: str
    action: str
    id: str
    label: str
    values: Mapping[str, str]
    base_version: int = 0
    trunk_version: int | None = None
    branch_id: str = ""
    message: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """An `entity` of the form: its list, and the questions that save to a property, by name of the property."""

    field: Field
    dataset: str
    properties: Mapping[str, Field]


def version_problem(form: Form) -> list[FormError]:
    """Why a form of a later entities specification than this code knows may write nothing; empty when it may.

    Such a form can be filled in; what it would write back is refused, as the specification asks of consumers.
    """
    numbers = [int(part) for part in re.findall(r"\d+", form.entities_version)[:2]]
    if tuple(numbers) <= NEWEST:
        return []
    message = N_("The form writes to lists by version {version}, which is newer than this program.")
    return [FormError(message, version=form.entities_version)]


def declarations(form: Form) -> list[Declaration]:
    """The entities that a form declares, in document order. A question belongs to the nearest one around it.

    FormError when the form was made for a later specification.
    """
    for problem in version_problem(form):
        raise problem
    found = {
        _container(field): field
        for field in form.fields.values()
        if "@dataset" in field.by_name and _in_meta(field)
    }
    names = {f"{prefix}:saveto" for prefix, uri in form.namespaces.items() if uri == ENTITIES}
    properties: dict[Field, dict[str, Field]] = {container: {} for container in found}
    for field in form.fields.values() if found else ():
        saved = next((field.bind.attributes[name] for name in names if name in field.bind.attributes), "")
        holder = next((above for above in field.ancestors() if above in found), None)
        if saved and holder is not None:
            properties[holder].setdefault(saved, field)
    return [
        Declaration(field, _dataset(form, field), properties[container]) for container, field in found.items()
    ]


def _dataset(form: Form, field: Field) -> str:
    templates = [one.template for one in form.fields.values() if one.template is not None]
    nodes = (node for start in (form.instance, *templates) for node in start.walk())
    return next((node.attribute("dataset") or "" for node in nodes if node.field is field), "")


def entities(form: Form, top: XNode) -> list[Entity]:
    """What the instance under `top` asks to write, in document order."""
    found: list[Entity] = []
    for declaration in declarations(form):
        for node in instances(top, declaration.field.route()):
            if node.relevant:
                found.extend(_asked(declaration, node))
    return found


def _in_meta(field: Field) -> bool:
    return (
        field.name == "entity" and field.parent is not None and field.parent.name.rpartition(":")[2] == "meta"
    )


def _container(field: Field) -> Field:
    """The form, group or repeat whose `meta` declares the entity."""
    assert field.parent is not None
    assert field.parent.parent is not None
    return field.parent.parent


def _asked(declaration: Declaration, node: XNode) -> Iterator[Entity]:
    """None, one, or both: a form that says “new” and “existing” at once contradicts itself, and both are refused."""
    actions = [action for action in ("create", "update") if (node.attribute(action) or "") in ("1", "true")]
    label = next((child.text for child in node.named("label")), "").strip()
    identity = (node.attribute("id") or "").strip()
    for action in actions:
        yield Entity(
            dataset=node.attribute("dataset") or "",
            action=action,
            id=identity,
            label=label,
            values=_values(declaration, node),
            base_version=_version(node, "baseVersion") or 0,
            trunk_version=_version(node, "trunkVersion"),
            branch_id=node.attribute("branchId") or "",
            message=_BOTH if len(actions) == 2 else _fault(action, identity, label),
            ref=ref_of(node),
        )


def _values(declaration: Declaration, node: XNode) -> dict[str, str]:
    """Property to value from the container of this entity; what is not relevant is left as it is on the list."""
    container = _container(declaration.field)
    assert node.parent is not None
    assert node.parent.parent is not None
    values: dict[str, str] = {}
    for name, field in declaration.properties.items():
        route = field.path.split("/")[container.depth + 1 :]
        held = [found.text for found in instances(node.parent.parent, route) if found.relevant]
        if held:
            values[name] = held[0]
    return values


def _fault(action: str, identity: str, label: str) -> str:
    if not _is_uuid(identity):
        return _NO_ID
    return _NO_LABEL if action == "create" and not label else ""


def _is_uuid(text: str) -> bool:
    """Any UUID with or without its prefix; the specification asks for version 4, records of ours have version 7."""
    try:
        return str(UUID(text.removeprefix("uuid:"))) == text.removeprefix("uuid:").lower()
    except ValueError:
        return False


def _version(node: XNode, name: str) -> int | None:
    text = node.attribute(name) or ""
    return int(text) if _VERSION.fullmatch(text) else None
