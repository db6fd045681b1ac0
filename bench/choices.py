"""Filtering 10,000 choices by an earlier answer: by the index, against the same filter that can only be scanned."""

from __future__ import annotations

from collections.abc import Iterator

from bench.figures import Figure, p50, room, timed
from veldwerk.xlsform import Session, parse

CHOICES, REGIONS = 10_000, 100


def form(equals: str) -> bytes:
    """A form whose second question offers the items of `places` for which `equals` holds."""
    items = "".join(
        f"<item><name>p{n}</name><label>Plaats {n}</label><region>r{n % REGIONS}</region></item>"
        for n in range(CHOICES)
    )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>'
        "<h:title>Keuzes</h:title><model><instance>"
        '<data id="keuzes" version="1"><region/><place/></data></instance>'
        f'<instance id="places"><root>{items}</root></instance>'
        '<bind nodeset="/data/region" type="string"/><bind nodeset="/data/place" type="string"/>'
        '</model></h:head><h:body><input ref="/data/region"><label>Regio</label></input>'
        f'<select1 ref="/data/place"><label>Plaats</label><itemset nodeset="instance(\'places\')/root/item[{equals}]">'
        '<value ref="name"/><label ref="label"/></itemset></select1></h:body></h:html>'
    ).encode()


def ready(equals: str) -> Session:
    """A session that has shown its choices once, so that list and index are there."""
    session = Session(parse(form(equals)))
    session.answer("/data/region", "r1")
    assert len(session.node("/data/place").choices) == CHOICES // REGIONS
    return session


def filtering(session: Session, times: int) -> list[float]:
    """Milliseconds from another region to its choices."""
    out = []
    for n in range(times):
        session.answer("/data/region", f"r{n % REGIONS}")
        out += timed(lambda: len(session.node("/data/place").choices))
    return out


def measure(quick: bool) -> Iterator[Figure]:
    """Index against scan, in turn."""
    by_index = ready("region = /data/region")
    by_scan = ready("concat(region, '') = /data/region")
    times = 10 if quick else 50
    scan, index = filtering(by_scan, times), filtering(by_index, times)
    yield Figure(f"choices: filter {CHOICES:,}", p50(index), "ms", p50(scan), "full scan", most=1.0)


if __name__ == "__main__":
    room(measure)
