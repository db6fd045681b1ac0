"""Reading definitions (TOML, JSON) with errors that name the exact place.

A `Node` is a value and the path that led to it («rules.json › rules › 17 › when»). Each getter returns a
checked value or raises `UserError` naming that place, so that who edits a definition finds the line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from veldwerk.domain.bilingual import Bilingual
from veldwerk.domain.errors import N_, UserError

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Node:
    """A value inside a definition, with its place."""

    value: object
    place: str

    def fail(self, problem: str, **values: object) -> UserError:
        """An error at this place; `problem` is a message id that starts with «{place}: »."""
        return UserError(problem, code="bad-definition", place=self.place, **values)

    def at(self, key: str | int, label: str = "") -> Node:
        """The child under `key`; its value is a marker when absent (see `has`)."""
        found: object = _MISSING
        if isinstance(key, str):
            found = self.mapping().get(key, _MISSING)
        else:
            items = self.sequence()
            found = items[key] if key < len(items) else _MISSING
        return Node(found, f"{self.place} › {label or key}")

    def has(self, key: str) -> bool:
        return key in self.mapping()

    def mapping(self) -> Mapping[str, object]:
        if self.value is _MISSING:
            raise self.fail(N_("{place}: this is missing"))
        if not isinstance(self.value, Mapping):
            raise self.fail(N_("{place}: a group of named values is expected here"))
        return self.value

    def sequence(self) -> Sequence[object]:
        if self.value is _MISSING:
            raise self.fail(N_("{place}: this is missing"))
        if isinstance(self.value, str | bytes) or not isinstance(self.value, Sequence):
            raise self.fail(N_("{place}: a list is expected here"))
        return self.value

    def only(self, allowed: Collection[str]) -> Node:
        """Raise for a key that is not in `allowed`: a typing error must not be silently ignored."""
        for key in self.mapping():
            if key not in allowed:
                raise self.fail(N_("{place}: «{key}» is not known here"), key=key)
        return self

    def children(self) -> Iterator[tuple[str, Node]]:
        """Named children in the order of the file."""
        for key in self.mapping():
            yield key, self.at(key)

    def elements(self, name: str = "") -> Iterator[Node]:
        """Elements of a list, counted from 1; with `name`, the value under that key is shown beside the
        number.
        """
        for number, value in enumerate(self.sequence(), start=1):
            shown = value.get(name) if name and isinstance(value, Mapping) else None
            yield Node(value, f"{self.place} › {number}" + (f" ({shown})" if shown else ""))

    def text(self, key: str, default: str | None = None) -> str:
        if default is not None and not self.has(key):
            return default
        return self.at(key).as_text()

    def as_text(self) -> str:
        if self.value is _MISSING:
            raise self.fail(N_("{place}: this is missing"))
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail(N_("{place}: a text is expected here"))
        return self.value

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        if default is not None and not self.has(key):
            return default
        return self.at(key).one_of(allowed)

    def one_of(self, allowed: Collection[str]) -> str:
        value = self.as_text()
        if value not in allowed:
            raise self.fail(
                N_("{place}: «{value}» must be one of {allowed}"),
                value=value,
                allowed=", ".join(sorted(allowed)),
            )
        return value

    def integer(self, key: str, default: int | None = None) -> int:
        if default is not None and not self.has(key):
            return default
        return self.at(key).as_integer()

    def as_integer(self) -> int:
        if self.value is _MISSING:
            raise self.fail(N_("{place}: this is missing"))
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.fail(N_("{place}: a whole number is expected here"))
        return self.value

    def number(self, key: str) -> float:
        child = self.at(key)
        if isinstance(child.value, bool) or not isinstance(child.value, int | float):
            raise child.fail(N_("{place}: a number is expected here"))
        return float(child.value)

    def truth(self, key: str, default: bool) -> bool:
        if not self.has(key):
            return default
        child = self.at(key)
        if not isinstance(child.value, bool):
            raise child.fail(N_("{place}: true or false is expected here"))
        return child.value

    def texts(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of texts under `key`; empty when absent."""
        if not self.has(key):
            return ()
        nodes = self.at(key).elements()
        return tuple(node.as_text() if allowed is None else node.one_of(allowed) for node in nodes)

    def bilingual(self, key: str) -> Bilingual:
        child = self.at(key).only(("nl", "en"))
        return Bilingual(child.text("nl"), child.text("en"))
