"""setvalue actions and preloads: values that come with an event instead of a dependency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from veldwerk.xlsform.casts import calculated, typed
from veldwerk.xlsform.definition import Field, Form
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.instance import instances
from veldwerk.xlsform.ports import Ports
from veldwerk.xlsform.program import Step
from veldwerk.xlsform.recalc import Recalculation
from veldwerk.xlsform.tree import ELEMENT, XNode
from veldwerk.xlsform.xpath import dates
from veldwerk.xlsform.xpath.context import Context

_MOST_ROUNDS = 100
_PROPERTIES = {"phone number": "phonenumber"}  # the specification's table; every form writes it as one word


class Actions:
    """Runs the actions of one session."""

    def __init__(self, recalculation: Recalculation, location: Callable[[], str]) -> None:
        self.location = location
        self.recalculation = recalculation
        self.program = recalculation.program
        self.env = recalculation.env

    def loaded(self, *events: str) -> None:
        """Run the actions of these events in every instance of their targets."""
        for step in self.program.actions:
            if any(event in step.action.events for event in events):
                for node in instances(self.recalculation.top, step.action.target.route()):
                    self._set(step, node)
        self.settle()

    def settle(self) -> None:
        """Recalculate, then run what waits for the values and repeats that came of it, until nothing is left."""
        work = self.recalculation
        work.settle()
        for _ in range(_MOST_ROUNDS):
            repeats, values = work.new_repeats, work.changed_values
            work.new_repeats, work.changed_values = [], []
            if not repeats and not values:
                return
            for node in repeats:
                self._new_repeat(node)
            for node in dict.fromkeys(values):
                self._value_changed(node)
            work.settle()

    def forget(self) -> None:
        """Drop the changes of values that loading itself made: nothing was answered. Repeats that a count made are new
        (events and actions in the XForms specification); those that the form has are not among them."""
        self.recalculation.changed_values = []

    def _new_repeat(self, node: XNode) -> None:
        for step in self.program.actions:
            if "odk-new-repeat" in step.action.events and step.action.inside_repeat is node.field:
                for target in self._targets(node, step):
                    self._set(step, target)

    def _value_changed(self, node: XNode) -> None:
        for step in self.program.by_source.get(node.field, ()):
            if "xforms-value-changed" in step.action.events and node.parent is not None:
                for target in self._targets(node, step):
                    self._set(step, target, always=True)

    def _targets(self, node: XNode, step: Step) -> list[XNode]:
        """The target seen from a node: in the same instance of every repeat they share."""
        found = step.targets(Context(node, self.env))
        if len(found) > 1:
            path = step.action.target.path
            raise FormError(N_("An action would set {path}, which has more than one node."), path=path)
        return found

    def _set(self, step: Step, node: XNode, *, always: bool = False) -> None:
        """Set one target. At loading and in a new repeat what is not relevant keeps its value; when another value
        changes it is set all the same (`always`), to be there when it is relevant: both as web-forms does."""
        if not node.relevant and not always:
            return
        kind = step.action.target.bind.type
        if step.action.kind == "setgeopoint":
            text = typed(self.location(), "geopoint", self.env.zone)
        elif step.value is None:
            text = typed(step.action.literal, kind, self.env.zone)
        else:
            text = calculated(step.value(Context(node, self.env)), kind, self.env.zone)
        self.recalculation.choose(node, text)


def preload(form: Form, ports: Ports, top: XNode, *, finishing: bool = False) -> list[XNode]:
    """Fill what jr:preload asks for; gives the nodes that changed. `finishing` fills the end time only."""
    changed: list[XNode] = []
    for field in form.fields.values():
        if not field.bind.preload:
            continue
        ends = field.bind.preload == "timestamp" and field.bind.preload_parameters == "end"
        if ends != finishing:
            continue
        for node in instances(top, field.route()):
            value = calculated(_preloaded(field, ports), field.bind.type, ports.clock().tzinfo or UTC)
            if value and value != node.text:  # without a value the form's own default stays
                node.text = value
                changed.append(node)
    if not finishing:
        identify(form, ports, top)
    return changed


def _preloaded(field: Field, ports: Ports) -> str:
    """The value of a preload (XForms specification, preload attributes); "" for kinds of CommCare such as `context` and
    `patient`, of which a device knows nothing."""
    kind, parameters = field.bind.preload, field.bind.preload_parameters
    if kind == "uid":
        return f"uuid:{ports.new_id()}"
    if kind == "timestamp":
        return dates.iso_datetime(ports.clock())
    if kind == "date":
        return ports.clock().date().isoformat()
    if kind == "property":
        name = parameters.removeprefix("uri:")
        return ports.properties.get(_PROPERTIES.get(name, name), "")
    return ""


def edited(form: Form, ports: Ports, top: XNode) -> None:
    """A new instanceID for a finished instance that is corrected; deprecatedID keeps the old one (OpenRosa)."""
    for field in form.fields.values():
        if field.name.rpartition(":")[2] != "instanceID" or field.depth != 3:
            continue
        for node in instances(top, field.route()):
            old, node.text = node.text, f"uuid:{ports.new_id()}"
            assert node.parent is not None
            assert field.parent is not None
            name = field.name.replace("instanceID", "deprecatedID")
            kept = next(iter(node.parent.named(name)), None)
            if kept is None:
                kept = XNode(ELEMENT, name, node.uri)
                kept.field = field.parent.by_name.get(name)
                node.parent.append(kept)
            kept.text = old


def identify(form: Form, ports: Ports, top: XNode) -> None:
    """instanceID, also where the form asks for none by preload (OpenRosa metadata schema)."""
    for field in form.fields.values():
        if field.name.rpartition(":")[2] == "instanceID" and not field.bind.calculate and field.depth == 3:
            for node in instances(top, field.route()):
                if not node.text:
                    node.text = f"uuid:{ports.new_id()}"
