"""What an organisation shares with all its members: settings, published forms, published months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from veldwerk.domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Record):
    """One setting with who set it and when (REQ-REF-07). `value` is a document."""

    KIND: ClassVar[str] = "setting"
    key: str = ""
    value: Mapping[str, object] = field(default_factory=dict)
    author: str = ""
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedForm(Record):
    """A form compiled once, where it was published: field laptops never compile (DESIGN 5)."""

    KIND: ClassVar[str] = "form"
    form_id: str = ""
    version: str = ""
    title: str = ""
    xform: str = ""
    source_hash: str = ""
    compiler: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(Record):
    """A colleague as others see them in the team."""

    KIND: ClassVar[str] = "worker"
    name: str = ""
    role: str = ""
    phone: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMonth(Record):
    """The protected figures of a month as they were given to the coalition. `period` is YYYY-MM."""

    KIND: ClassVar[str] = "published_month"
    period: str = ""
    run_on: date | None = None
    author: str = ""
    threshold: int = 5
    figures: Mapping[str, object] = field(default_factory=dict)
