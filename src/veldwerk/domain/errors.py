"""Errors a person can act on, told apart from bugs.

Translation happens at the edges (ui, cli, documents): lower layers name the sentence by its English message id.
"""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark `message` for extraction without translating it here."""
    return message


class UserError(Exception):
    """Something the user can understand and mend.

    `message` is an English message id with named placeholders, `values` fills them, `code` is a short stable
    word for scripts and the handbook («wrong-passphrase»).
    """

    def __init__(self, message: str, *, code: str = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values) if self.values else self.message


class AccessDenied(UserError):
    """The actor's role does not allow this. Never says whether the record exists."""


class NotFound(UserError):
    """No such record in this vault (or not for this actor)."""
