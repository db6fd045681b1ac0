"""peer_traces: the answers another engine gave to real forms, and the instance it ended with.

Ids and times differ by nature and are compared by their shape only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from tests.conformance.frame import Case, suite
from tests.conformance.scenario_driver import Ids
from veldwerk.xlsform import Ports, Session, read

_PROPERTIES = {"deviceid": "dev", "email": "a@b.nl", "phonenumber": "1", "username": "u"}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?")
_ID = re.compile(r"(?:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_REPEATS_ENOUGH = 30


@suite("peer_traces")
def run(data_dir: Path) -> Iterable[Case]:
    """One case a form."""
    forms = data_dir / "forms"
    known = {path.name: path for path in (forms / "corpus").rglob("*.xml")}
    for path in sorted((forms / "peer_traces").glob("*.trace.json")):
        trace = json.loads(path.read_text(encoding="utf-8"))
        yield Case(
            path.name.removesuffix(".trace.json"),
            lambda trace=trace: _check(trace, known[trace["form"]]),
            input={"form": trace["form"], "steps": len(trace["steps"]), "repeats": trace["repeats_added"]},
            expected="the same instance",
            skip="" if trace["form"] in known else "the form is not there",
        )


def _check(trace: dict[str, Any], path: Path) -> tuple[bool, object]:
    final = trace["finalInstanceXml"]
    day = re.search(r"\d{4}-\d{2}-\d{2}T[\d:.]+\+00:00", final)
    now = datetime.fromisoformat(day.group(0)) if day else datetime(2026, 11, 24, 1, 59, tzinfo=UTC)
    session = Session(read(path), Ports(clock=lambda: now, new_id=Ids(), properties=_PROPERTIES))
    for step in trace["steps"]:
        value = step.get("value")
        value = "OK" if step["type"] == "trigger" and value is True else value
        session.answer(step["ref"], value)
    added = _add_repeats(session, trace["repeats_added"])
    if added != trace["repeats_added"]:
        return False, f"{added} repeats could be added, not {trace['repeats_added']}"
    ours = session.finish(check=False)
    difference = next(_differences(etree.fromstring(final.encode()), etree.fromstring(ours), ""), "")
    return not difference, difference or "the same instance"


def _add_repeats(session: Session, most: int) -> int:
    """Ten to each series in document order until there are thirty, as the recording did."""
    added = 0
    done: set[str] = set()
    while added < min(most, _REPEATS_ENOUGH):
        series = (q.ref for q in session.questions() if q.type == "repeat" and q.ref not in done)
        ref = next(series, None)
        if ref is None:
            break
        done.add(ref)
        if session.node(ref).can_add:
            for _ in range(10):
                session.add_repeat(ref)
            added += 10
    return added


def _differences(peer: etree._Element, ours: etree._Element, path: str) -> Iterator[str]:
    here = f"{path}/{etree.QName(peer).localname}"
    if etree.QName(peer).localname != etree.QName(ours).localname:
        yield f"{here}: we have {etree.QName(ours).localname}"
        return
    theirs, mine = _shape(peer.text), _shape(ours.text)
    if len(peer) == 0 and theirs != mine:
        yield f"{here}: {theirs!r}, we have {mine!r}"
    names, own = [etree.QName(e).localname for e in peer], [etree.QName(e).localname for e in ours]
    if names != own:
        at = next(
            (i for i, (a, b) in enumerate(zip(names, own, strict=False)) if a != b), min(len(names), len(own))
        )
        yield f"{here}: at {at} {names[at : at + 2]}, we have {own[at : at + 2]}"
        return
    for one, other in zip(peer, ours, strict=True):
        yield from _differences(one, other, here)


def _shape(text: str | None) -> str:
    return _ID.sub("an id", _MOMENT.sub("a moment", (text or "").strip()))
