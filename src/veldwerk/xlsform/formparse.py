"""From XForm XML to a Form: model, binds, instance, actions. The body is read by `bodyparse`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lxml import etree

from veldwerk.xlsform.bodyparse import ActionHolder, read_body
from veldwerk.xlsform.building import building
from veldwerk.xlsform.definition import Action, Bind, Field, Form, Secondary
from veldwerk.xlsform.entities import ENTITIES, version_problem
from veldwerk.xlsform.errors import N_, FormError, Refuse, stop
from veldwerk.xlsform.program import build_program
from veldwerk.xlsform.reading import bare, parse_xml, qualified
from veldwerk.xlsform.resolve import absolute_path
from veldwerk.xlsform.texts import local, message, named, read_itext
from veldwerk.xlsform.tree import ELEMENT, NAMESPACE, ROOT, XNode

_JR = "{http://openrosa.org/javarosa}"
_ODK = "http://www.opendatakit.org/xforms"
_EVENTS = frozenset(
    {"odk-instance-first-load", "odk-instance-load", "odk-new-repeat", "xforms-value-changed"}
)
_OWN_BIND = frozenset(
    {"nodeset", "ref", "type", "relevant", "required", "readonly", "constraint", "calculate", "id"}
    | {"jr:constraintMsg", "jr:requiredMsg", "jr:preload", "jr:preloadParams"}
)


def parse(xml: bytes, *, media: Path | None = None, problems: list[FormError] | None = None) -> Form:
    """A Form from the XForm that pyxform or another tool wrote. FormError says what is wrong with it.

    With a list `problems` everything wrong with binds, questions, expressions and actions is added to it, with `path`,
    `part` and `expression` among its values where known, and the Form is what is left; FormError only when there is no
    form at all.
    """
    with building():
        return _parse(xml, media, problems)


def _parse(xml: bytes, media: Path | None, problems: list[FormError] | None) -> Form:
    document = parse_xml(xml)
    model = _find(document, "model")
    body = _find(document, "body")
    if model is None:
        raise FormError(N_("This is not an XForm: it has no model."))
    content, secondary, primary_id = _instances(model, stop if problems is None else problems.append)
    instance, root, fields = _read_instance(content)
    texts, languages, default = read_itext(model)
    title = _find(document, "title")
    form = Form(
        title=(title.text or "").strip() if title is not None else "",
        form_id=instance.attribute("id") or "",
        version=instance.attribute("version") or instance.attribute("orx:version") or "",
        root=root,
        instance=instance,
        fields=fields,
        body=[],
        actions=[],
        secondary=secondary,
        languages=languages,
        default_language=default,
        texts=texts,
        namespaces=_namespaces(document, model, content, *content),
        style=(body.get("class") or "") if body is not None else "",
        primary_id=primary_id,
        submission=next((_plain(e) for e in named(model, "submission")), {}),
        read_media=_media_reader(media),
        refuse=stop if problems is None else problems.append,
        entities_version=model.get(f"{{{ENTITIES}}}entities-version") or "",
    )
    for element in named(model, "bind"):
        _read_bind(form, element)
    holders: list[ActionHolder] = []
    if body is not None:
        holders = read_body(form, body)
    _set_templates(form)
    _read_actions(form, model, None, None)
    for holder in holders:
        _read_actions(form, holder.element, holder.source, holder.repeat)
    form.program = build_program(form)
    if problems is not None:
        problems.extend(version_problem(form))
    return form


def _find(document: etree._Element, name: str) -> etree._Element | None:
    """`model`, `body` or `title`: mostly a child or grandchild of the root, else the first in the document."""
    near: list[etree._Element] = [document, *document, *(below for child in document for below in child)]
    for element in near:
        if local(element) == name:
            return element
    for element in document.iter():
        if local(element) == name:
            return element
    return None


def _plain(element: etree._Element) -> dict[str, str]:
    return {str(key): str(value) for key, value in element.attrib.items()}


def _namespaces(*elements: etree._Element) -> dict[str, str]:
    """The prefixes that hold at these elements, the first to bind one winning."""
    found: dict[str, str] = {}
    for element in elements:
        for prefix, uri in element.nsmap.items():
            if prefix:
                found.setdefault(prefix, uri)
    return found


def _media_reader(media: Path | None) -> Callable[[str], bytes | None]:
    def read(name: str) -> bytes | None:
        """A file beside the form; never one outside that folder."""
        if media is None or "/" in name or "\\" in name or name in ("", ".", ".."):
            return None
        path = media / name
        return path.read_bytes() if path.is_file() else None

    return read


def _instances(model: etree._Element, refuse: Refuse) -> tuple[etree._Element, dict[str, Secondary], str]:
    primary: etree._Element | None = None
    secondary: dict[str, Secondary] = {}
    primary_id = ""
    for element in named(model, "instance"):
        content = next((child for child in element if local(child)), None)
        name, src = element.get("id") or "", element.get("src") or ""
        if primary is None and content is not None and not src:
            primary = content
            primary_id = name
            if name:
                secondary[name] = Secondary(name, inline=content)
            continue
        if name in secondary:
            refuse(FormError(N_("The form has two lists named “{name}”."), name=name))
        secondary[name] = Secondary(name, src, content)
    if primary is None:
        raise FormError(N_("The form has no instance to fill."))
    return primary, secondary, primary_id


def _read_instance(holder: etree._Element) -> tuple[XNode, Field, dict[str, Field]]:
    instance = _build(holder)
    top = XNode(ROOT)
    top.append(instance)
    root = Field(instance.name, None, instance.uri)
    _bind_fields(instance, root)
    return instance, root, {field.path: field for field in root.walk()}


def _build(element: etree._Element) -> XNode:
    node = bare(element)
    children = [child for child in element if local(child)]
    if not children:
        node.text = (element.text or "") if (element.text or "").strip() else ""
    for child in children:
        node.append(_build(child))
    return node


def _bind_fields(node: XNode, field: Field) -> None:
    node.field = field
    for attribute in node.attributes:
        if attribute.kind != NAMESPACE and attribute.name != "jr:template":
            attribute.field = field.child(f"@{attribute.name}", attribute.uri)
    for child in node.children:
        if child.kind == ELEMENT:
            _bind_fields(child, field.child(child.name, child.uri))


def _read_bind(form: Form, element: etree._Element) -> None:
    path = absolute_path(element.get("nodeset") or element.get("ref") or "", form.root)
    field = form.fields.get(path)
    if field is None:
        form.warnings.append(f"bind: {path}")
        return
    if element.get("id"):
        form.bind_ids[element.get("id") or ""] = field
    given = {qualified(element, etree.QName(key)): str(value) for key, value in element.attrib.items()}
    old = field.bind
    field.bind = Bind(
        nodeset=path,
        type=_type_name(given.get("type", old.type)),
        relevant=given.get("relevant", old.relevant).strip(),
        required=given.get("required", old.required).strip(),
        readonly=given.get("readonly", old.readonly).strip(),
        constraint=given.get("constraint", old.constraint).strip(),
        calculate=given.get("calculate", old.calculate).strip(),
        constraint_message=message(element.get(f"{_JR}constraintMsg")) or old.constraint_message,
        required_message=message(element.get(f"{_JR}requiredMsg")) or old.required_message,
        preload=element.get(f"{_JR}preload") or old.preload,
        preload_parameters=element.get(f"{_JR}preloadParams") or old.preload_parameters,
        attributes={**old.attributes, **{k: v for k, v in given.items() if k not in _OWN_BIND}},
    )


def _type_name(written: str) -> str:
    """The data type without prefix, by the name the specification gives it."""
    name = written.rpartition(":")[2] or "string"
    return {"integer": "int", "datetime": "dateTime"}.get(name, name)


def _set_templates(form: Form) -> None:
    """Take the jr:template nodes out of the instance; without one the first instance is the template."""
    for field in form.fields.values():
        if field.repeat is None:
            continue
        holders = [node for node in form.instance.walk() if node.field is field]
        marked = [node for node in holders if _is_template(node)]
        field.template = marked[0] if marked else (holders[0] if holders else None)
        field.patterns = [node for node in holders if node not in marked and node.parent is holders[0].parent]
        if field.template is None:
            form.refuse(FormError(N_("The repeat {path} is not in the instance."), path=field.path))
    for node in [node for node in form.instance.walk() if _is_template(node)]:
        if node.parent is not None and node.field.repeat is not None:
            node.parent.remove(node)


def _is_template(node: XNode) -> bool:
    return any(a.local == "template" and a.name != "template" for a in node.attributes)


def _read_actions(form: Form, holder: etree._Element, source: Field | None, repeat: Field | None) -> None:
    for element in named(holder, "setvalue", "setgeopoint"):
        if local(element) == "setgeopoint" and etree.QName(element).namespace != _ODK:
            continue
        action = _read_action(form, element, source, repeat)
        if action is not None:
            form.actions.append(action)


def _read_action(
    form: Form, element: etree._Element, source: Field | None, repeat: Field | None
) -> Action | None:
    events = tuple((element.get("event") or element.get(f"{_JR}event") or "").split())
    for key, value in element.attrib.items():
        if etree.QName(key).localname == "event":
            events = tuple(str(value).split())
    unknown = [event for event in events if event.rpartition(":")[2] not in _EVENTS]
    path = absolute_path(element.get("ref") or "", form.root, source or repeat or form.root)
    target = form.bind_ids.get(element.get("bind") or "") or form.fields.get(path)
    if unknown or not events:
        message = N_("An action waits for an event that does not exist: {event}")
        form.refuse(FormError(message, event=" ".join(unknown), path=path))
    elif source is None and repeat is None and events == ("odk-new-repeat",):
        form.refuse(FormError(N_("An action for a new repeat stands outside every repeat."), path=path))
    elif target is None:
        form.refuse(FormError(N_("An action points to {path}, which is not in the form."), path=path))
    else:
        return Action(
            events,
            target,
            element.get("value") or "",
            element.text or "",
            source,
            local(element),
            repeat,
            target.path if element.get("bind") else (element.get("ref") or target.path),
        )
    return None
