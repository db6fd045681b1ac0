"""The real pages in states worth looking at, on the seeded vault; joined to `tests.ui.cases.CASES`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from tests.ui.seeded import shared_desk
from veldwerk.domain.safety import SafetyRecord
from veldwerk.services.safety import Held
from veldwerk.ui.page import Place, Settings
from veldwerk.ui.window import Window

Case = Callable[[Settings, tuple[int, int]], Window]
Step = Callable[[Window], None]


def quiet(window: Window, most: int = 400) -> None:
    """Let the jobs of the window end and their answers be shown."""
    idle = 0
    for _each in range(most):
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()
        busy = window.shell is not None and window.shell.jobs.busy
        idle = 0 if busy else idle + 1
        if idle > 5:
            return


def real(*steps: Step) -> Case:
    """A case that opens the window on the seeded vault and takes these steps."""

    def make(settings: Settings, size: tuple[int, int]) -> Window:
        desk = shared_desk()
        window = Window(desk, settings)
        window.resize(*size)
        window.show()
        window.opened(desk.vaults()[0])
        quiet(window)
        for step in steps:
            step(window)
            quiet(window)
        return window

    return make


def go(page: str, record: str = "") -> Step:
    """Show a page."""

    def step(window: Window) -> None:
        assert window.shell is not None
        window.shell.go(Place(page, record))

    return step


def page(window: Window, name: str) -> Any:
    """A page of the window, with all its parts."""
    assert window.shell is not None
    return window.shell._pages[name]


def front(window: Window) -> Any:
    """The page in front."""
    assert window.shell is not None
    return window.shell.front


def measured_person() -> str:
    """Somebody whose loneliness was measured twice."""
    work = shared_desk().place
    for line in work.services.people.lines(work.actor):
        taken = work.services.visits.measurements(work.actor, line.id)
        if sum(1 for one in taken if one.instrument == "djg6") > 1:
            return line.id
    raise AssertionError("the seeded vault has nobody who was measured twice")


def appraised_visit() -> tuple[str, str]:
    """A finished visit with a loneliness score and an appraisal: its id, and the person."""
    work = shared_desk().place
    for line in work.services.people.lines(work.actor):
        latest = work.services.appraisals.latest(work.actor, line.id)
        if latest is not None and latest.visit_id and latest.measurement_id:
            advice = work.services.appraisals.advice(work.actor, latest)
            if advice.suggestions and advice.excluded:
                return latest.visit_id, line.id
    raise AssertionError("the seeded vault has no appraisal")


def unknown_signal() -> str:
    """A signal about somebody who is not known yet."""
    work = shared_desk().place
    return next(one.signal.id for one in work.services.signals.lines(work.actor) if one.person is None)


def tab(name: str) -> Step:
    return lambda window: page(window, "people")._detail._tabs.choose(name)


def person(window: Window) -> None:
    go("people", measured_person())(window)


def plan(window: Window) -> None:
    page(window, "people")._detail.plan()


def consent(window: Window) -> None:
    page(window, "people")._detail._consents._open()


def safety_page(window: Window) -> None:
    page(window, "people")._detail._open_safety()


def safety(window: Window) -> None:
    front(window)._box._ask_begin()


def safety_steps(window: Window) -> None:
    """A record as its members see it, with the last step being written; nothing is kept."""
    box = front(window)._box
    record = SafetyRecord(id="r", person_name="Annie van der Meer", opened_on=date(2026, 11, 20), handler="w")
    held = Held(record, {}, "Fatima Amrani", False)
    box._fill([held])
    box._open_step(held, 5)


def add(window: Window) -> None:
    page(window, "people").add_person()


def nobody(window: Window) -> None:
    page(window, "people").search.setText("zzzz")


def signal(window: Window) -> None:
    go("signals", unknown_signal())(window)


def link(window: Window) -> None:
    page(window, "signals")._detail._link()


def take_in(window: Window) -> None:
    page(window, "signals").take_in()


def more(window: Window) -> None:
    front(window)._turn()


def visit(window: Window) -> None:
    work = shared_desk().place
    planned = work.services.today.day(work.actor).visits[0].visit
    page(window, "people")._detail._open_visit(planned.id)


def result(window: Window) -> None:
    tools = page(window, "people")._tools
    assert window.shell is not None
    window.shell.open_over(tools.result(appraised_visit()[0]))


def appraise(window: Window) -> None:
    front(window)._to_appraisal()


def advise(window: Window) -> None:
    work = shared_desk().place
    made = work.services.appraisals.latest(work.actor, appraised_visit()[1])
    appraising = front(window)
    assert window.shell is not None and made is not None
    window.shell.close_over()
    window.shell.open_over(appraising._advise(made))


def reasons(window: Window) -> None:
    advice = front(window)
    for card in advice._cards:
        card._turn()
    for name in ("advice.excluded", "advice.more"):
        opener = advice._page.findChild(object, name)
        if opener is not None:
            opener.click()
    advice._cards[0].check.setChecked(True)


PAGES: dict[str, Case] = {
    "today": real(),
    "people": real(person),
    "people-facts": real(person, tab("facts")),
    "people-measured": real(person, tab("measured")),
    "people-consent": real(person, tab("consent"), consent),
    "people-referred": real(person, tab("referred")),
    "people-safety": real(person, safety_page, safety),
    "people-safety-steps": real(person, safety_page, safety_steps),
    "people-plan": real(person, plan),
    "people-new": real(go("people"), add),
    "people-nobody": real(go("people"), nobody),
    "signals": real(go("signals")),
    "signals-link": real(signal, link),
    "signals-intake": real(go("signals"), take_in, more),
    "visit": real(go("people"), visit),
    "result": real(go("people"), result),
    "appraisal": real(go("people"), result, appraise),
    "advice": real(go("people"), result, appraise, advise),
    "advice-why": real(go("people"), result, appraise, advise, reasons),
    "map": real(go("map")),
    "referrals": real(go("referrals")),
    "letters": real(go("letters")),
    "month": real(go("month")),
    "exchange": real(go("exchange")),
}
