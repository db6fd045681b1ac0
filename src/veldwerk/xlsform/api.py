"""The shapes that the engine hands out. A ref is a path with 1-based repeat positions: `/data/contacten[2]/naam`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select; `label` in the session's language (the value where the form gives no label).

    `media` has a file name by kind: image, big-image, audio, video.
    """

    value: str
    label: str
    media: Mapping[str, str] = field(default_factory=dict)

    @property
    def image(self) -> str:
        """The name of its picture, "" without one."""
        return self.media.get("image", "")


@dataclass(frozen=True, slots=True)
class Question:
    """A place in the form as it stands now, in document order, relevant or not.

    `type` is the XLSForm type: text, integer, decimal, date, time, dateTime, select_one, select_multiple, rank, range,
    note, acknowledge, image, audio, video, file, barcode, geopoint, geotrace, geoshape; or `group`, `repeat` (the
    series, ref without position) and `repeat_instance` (one of it, ref with position).
    `parameters` go by the names of XLSForm: start, end, step, tick_interval, placeholder, rows, max-pixels, randomize.
    `parent` is the ref of the enclosing group or repeat instance ("" at the top), `repeat` of the nearest repeat
    instance. `attributes` are the bind's own attributes by prefixed name: `veldwerk:space`, `veldwerk:instrument`.
    """

    ref: str
    name: str
    type: str
    appearance: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0
    parent: str = ""
    repeat: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def _no_choices() -> tuple[Choice, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Node:
    """The state of one ref. `message` says why it is not valid ("" when it is).

    A required question without answer is not valid either, so a screen that is still being filled looks at `value` too.
    `message_is_default` tells that the form gave no message and `message` is a message id to translate. `label`, `hint`
    and `guidance` may hold the markdown subset of ODK. `rejected` is an answer that is not of the question's type
    («abc» for a number): to be shown again, while `value` is empty. `count`, `can_add`, `can_remove` speak of a repeat.
    `media` has a file name by kind (image, big-image, audio, video) for `Form.read_media`.
    """

    ref: str
    value: str = ""
    relevant: bool = True
    required: bool = False
    readonly: bool = False
    valid: bool = True
    message: str = ""
    message_is_default: bool = False
    label: str = ""
    hint: str = ""
    guidance: str = ""
    media: Mapping[str, str] = field(default_factory=dict)
    rejected: str = ""
    count: int = 0
    can_add: bool = False
    can_remove: bool = False
    choice_source: Callable[[], tuple[Choice, ...]] = field(default=_no_choices, repr=False, compare=False)

    @property
    def image(self) -> str:
        """The name of its picture, "" without one."""
        return self.media.get("image", "")

    @property
    def choices(self) -> Sequence[Choice]:
        """The options that the choice filter leaves, worked out when asked for."""
        return self.choice_source()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the form cannot be finished: the ref to go to and the sentence to show."""

    ref: str
    message: str
    message_is_default: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about a workbook. Row and column count as in the sheet (1-based row, column heading); None = unknown.

    `message` is a message id, `values` fill its places. `severity` is `error` (does not publish) or `warning`.
    """

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A published form: the XForm, the SHA-256 of the workbook it came from and the compiler's version."""

    xml: bytes
    source_hash: str
    pyxform_version: str
    warnings: tuple[str, ...] = ()
    source: Path | None = None
