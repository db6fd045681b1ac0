"""Errors of the form engine: an English message id and its values, translated where they are shown."""

from __future__ import annotations

from collections.abc import Callable


def N_(message: str) -> str:
    """Mark a message id for extraction; returns it unchanged."""
    return message


class FormError(Exception):
    """What a form author or worker can be told. `message` is a message id with `{named}` places for `values`."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values: dict[str, object] = values

    def __str__(self) -> str:
        try:
            return self.message.format(**self.values)
        except (KeyError, IndexError, ValueError):
            return self.message


class XPathError(FormError):
    """An expression that cannot be read, or that failed while it was evaluated."""


Refuse = Callable[[FormError], None]
"""What to do with something wrong in a form: stop there, or write it down and read on."""


def stop(error: FormError) -> None:
    """The first thing wrong ends the reading."""
    raise error
