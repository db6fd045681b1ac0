"""One sync of a vault: every shared space with one store, after one another."""

from __future__ import annotations

from collections.abc import Callable

from veldwerk.domain.errors import UserError
from veldwerk.services.store_calls import Interruptible
from veldwerk.services.sync_exchange import Exchange, Stopped
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.services.sync_spaces import Shared
from veldwerk.services.sync_state import SpaceReport, SyncReport

UNREACHABLE = frozenset(
    f"store-{what}"
    for what in ["unreachable", "password", "timeout", "portal", "certificate", "no-host", "proxy"]
)
"""What holds for the next space too."""

Progress = Callable[[int, int, str], object]
"""done, total (0 = unknown), space."""


def exchange_all(
    shared: Shared, store: ObjectStore, progress: Progress | None, cancelled: Callable[[], bool] | None
) -> SyncReport:
    """Send and receive everywhere. A device that is out of every space destroys its keys at the end."""
    reports: list[SpaceReport] = []
    left: list[bool] = []

    def look() -> None:
        if cancelled is not None and cancelled():
            raise Stopped

    place = Interruptible(store, look) if cancelled is not None else store
    for space in shared.spaces():

        def step(done: int, total: int, label: str = space.label) -> None:
            look()
            if progress is not None:
                progress(done, total, label)

        exchange = Exchange(shared.tools, space, place, step)
        try:
            reports.append(exchange.run(shared.tools.clock.now().isoformat(timespec="seconds")))
        except Stopped:
            return SyncReport((*reports, exchange.report()), cancelled=True)
        except UserError as error:
            reports.append(exchange.failed(error))
            if error.code in UNREACHABLE:
                break
        left.append(exchange.left)
    departed = bool(left) and all(left) and len(left) == len(shared.spaces())
    if departed:
        shared.forget_device()
        shared.vault.destroy_keys()
    return SyncReport(tuple(reports), departed=departed)
