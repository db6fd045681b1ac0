"""The form engine: opening a large form, answering, adding to a long series.

With the shared data also WHO VA and SOAR, against what @getodk/xforms-engine 0.22 took for the same when that was
measured (docs/decisions/0002; another run and machine, so a hint). Always our own generated form, against
answering it in a session without anything that depends on the answers.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.figures import Figure, p50, p95, room, timed
from tools import shared_data
from veldwerk.xlsform import Choice, Form, Ports, Question, Session, parse, read

PEER = "noted: @getodk/xforms-engine 0.22"
BORROWED = {
    "WHO VA": ("forms/corpus/getodk-javarosa/src/jmh/resources/whova_form.xml", 1680.0, (0.40, 1.16)),
    "SOAR": (
        "forms/corpus/enketo-enketo/enketo-core/test/forms/SOAR_facilitysurvey_full_2017May11_Kenya.xml",
        None, (0.40, 1.16),
    ),
}  # fmt: skip
"""Path, milliseconds to open, milliseconds of an answer at p50 and p95."""

SECTIONS, QUESTIONS = 20, 25
SERIES = 100
_PLAIN = {
    "text": "tekst", "integer": "42", "int": "42", "decimal": "4.2", "date": "2026-03-02", "time": "10:30",
    "dateTime": "2026-03-02T10:30:00.000+01:00", "geopoint": "52.1 5.2 0 0", "barcode": "123", "acknowledge": "OK",
}  # fmt: skip


def ports() -> Ports:
    """A clock that stands still."""
    return Ports(clock=lambda: datetime(2026, 3, 2, 10, 30, tzinfo=UTC))


def an_answer(question: Question, choices: tuple[Choice, ...], turn: int) -> str | None:
    """Something that a person could answer, or None for what cannot be answered."""
    if question.type in ("select_one", "select_multiple"):
        wanted = [choice.value for choice in choices if choice.value in ("yes", "1")]  # opens what follows
        return (wanted or [choices[turn % len(choices)].value])[0] if choices else None
    return _PLAIN.get(question.type)


def answers(session: Session, most: int) -> list[float]:
    """Milliseconds of each answer, going through the form as it unfolds."""
    out: list[float] = []
    for turn, question in enumerate(session.questions()):
        if len(out) >= most:
            break
        if question.type in ("group", "repeat", "repeat_instance", "note"):
            continue
        node = session.node(question.ref)
        if not node.relevant or node.readonly:
            continue
        value = an_answer(question, tuple(node.choices[:5]), turn)
        if value is not None:
            out += timed(partial(session.answer, question.ref, value))
    return out


def generated(sections: int, questions: int, *, tied: bool = True) -> bytes:
    """An XForm with `sections` × `questions` questions. `tied`: each asks for the one before it, sections add up, and
    a series counts its lines; else nothing depends on anything."""
    model, binds, body = [], [], []
    for s in range(sections):
        model.append(f"<s{s}>" + "".join(f"<q{q}/>" for q in range(questions)) + f"<sum{s}/></s{s}>")
        for q in range(questions):
            when = f' relevant="/data/s{s}/q{q - 1} != 0"' if tied and q else ""
            limit = ' constraint=". &gt;= 0 and . &lt;= 100"' if tied else ""
            binds.append(f'<bind nodeset="/data/s{s}/q{q}" type="int"{when}{limit}/>')
            body.append(f'<input ref="/data/s{s}/q{q}"><label>Vraag {s}.{q}</label></input>')
        total = "+".join(f"coalesce(/data/s{s}/q{q}, 0)" for q in range(questions)) if tied else "1"
        binds.append(f'<bind nodeset="/data/s{s}/sum{s}" type="int" calculate="{total}"/>')
    total = "sum(/data/line/double)" if tied else "1"
    binds += [
        '<bind nodeset="/data/line/amount" type="int"/>',
        '<bind nodeset="/data/line/double" type="int" calculate="../amount * 2"/>',
        f'<bind nodeset="/data/total" type="int" calculate="{total}"/>',
    ]
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Groot</h:title><model><instance>'
        f'<data id="groot" version="1">{"".join(model)}'
        '<line jr:template=""><amount/><double/></line><total/></data>'
        f"</instance>{''.join(binds)}</model></h:head><h:body>{''.join(body)}"
        '<group ref="/data/line"><repeat nodeset="/data/line"><input ref="/data/line/amount">'
        "<label>Bedrag</label></input></repeat></group></h:body></h:html>"
    ).encode()


def opened(source: Path | bytes) -> tuple[Form, Session, float]:
    """The form, a session and the milliseconds it took."""
    begin = time.perf_counter()
    form = read(source) if isinstance(source, Path) else parse(source)
    session = Session(form, ports())
    return form, session, (time.perf_counter() - begin) * 1000


def borrowed(most: int) -> Iterator[Figure]:
    """WHO VA and SOAR, when they are there."""
    folder = shared_data.find()
    for name, (path, peer_open, (peer50, peer95)) in BORROWED.items():
        if folder is None or not (folder / path).is_file():
            print(f"forms: {name} not measured, {shared_data.ABSENT}")
            continue
        _form, session, took = opened(folder / path)
        if peer_open is not None:
            yield Figure(f"forms: open {name}", took, "ms", peer_open, PEER, times_faster=8)
        times = answers(session, most)
        yield Figure(f"forms: answer {name}, p50 of {len(times)}", p50(times), "ms", peer50, PEER, 1.0)
        yield Figure(f"forms: answer {name}, p95", p95(times), "ms", peer95, PEER, 1.0)
        yield Figure(f"forms: answer {name}, worst", max(times), "ms", 27.0, PEER, most=10)


def own(most: int) -> Iterator[Figure]:
    """Our generated form, tied together and not."""
    against = "the same questions, nothing depends on them"
    found = {}
    for tied in (False, True):
        _form, session, took = opened(generated(SECTIONS, QUESTIONS, tied=tied))
        times = answers(session, most)
        for _ in range(SERIES - 1):
            session.add_repeat("/data/line")
        found[tied] = (took, times, p50(timed(partial(session.add_repeat, "/data/line"), 20)))
    (plain_open, plain, plain_add), (tied_open, tied_times, tied_add) = found[False], found[True]
    size = SECTIONS * QUESTIONS
    yield Figure(f"forms: open {size} questions", tied_open, "ms", plain_open, against)
    yield Figure(f"forms: answer of {size}, p50", p50(tied_times), "ms", p50(plain), against)
    yield Figure(f"forms: answer of {size}, p95", p95(tied_times), "ms", p95(plain), against)
    yield Figure(f"forms: answer of {size}, worst", max(tied_times), "ms", max(plain), against, most=10)
    yield Figure(f"forms: add a line at {SERIES}", tied_add, "ms", plain_add, against)


def measure(quick: bool) -> Iterator[Figure]:
    """All figures of the engine."""
    most = 150 if quick else 1000
    yield from borrowed(most)
    yield from own(most)


if __name__ == "__main__":
    room(measure)
