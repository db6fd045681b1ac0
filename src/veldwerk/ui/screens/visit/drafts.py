"""Keeping the draft of one form from several threads: the newest wins, and none comes after the end."""

from __future__ import annotations

import threading

from veldwerk.domain.errors import UserError
from veldwerk.services.access import Actor
from veldwerk.services.visits import Finished, Visits, Work
from veldwerk.xlsform import FormError


class Keeper:
    """`save` and `finish` run in threads of their own; a draft that was overtaken is not written."""

    def __init__(self, visits: Visits, actor: Actor, work: Work) -> None:
        self._visits, self._actor, self._work = visits, actor, work
        self._lock = threading.Lock()
        self._newest = 0
        self._written = 0
        self._ended = False

    def number(self) -> int:
        """The place of a draft in line; taken on the window's thread, before the job."""
        self._newest += 1
        return self._newest

    def save(self, number: int, instance: bytes, place: str, answered: int) -> bool:
        """Write a draft; False when a later one or the end came first."""
        with self._lock:
            if self._ended or number < self._written:
                return False
            self._visits.save_draft(self._actor, self._work, instance, place, answered=answered)
            self._written = number
            return True

    def finish(self) -> Finished:
        """Close the form. A question the engine still finds open comes as a UserError."""
        with self._lock:
            try:
                done = self._visits.finish(self._actor, self._work)
            except FormError as error:
                raise UserError(error.message, code="open-question", **error.values) from error
            self._ended = True
            return done
