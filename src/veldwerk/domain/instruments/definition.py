"""What an instrument is: items, codes, points, subscales, norm sets and licence, all as data (DOMAIN 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from veldwerk.domain.bilingual import Bilingual
from veldwerk.domain.errors import N_, UserError

LICENCES = ("vrij", "vrij_met_bron", "toestemming_nodig", "niet_leveren")
"""Licence states of REQ-INS-09; the last two ship switched off and without item texts."""

CLOSED_LICENCES = LICENCES[2:]
KINDS = ("schaal", "vraag", "gesprek", "extern")
MISSING = ("weigert", "weet_niet")
"""Stored values that say why an answer is absent; `None` is the third: not asked (REQ-INS-02)."""

RESPONDENTS = ("client_zelf", "interview", "proxy")
MODES = ("gesprek", "telefoon", "papier")
SCORE_CLASSES = ("geen", "matig", "ernstig", "zeer_ernstig")


@dataclass(frozen=True, slots=True)
class Item:
    """One statement or question. `points` maps each allowed code to its points; `text` is absent where the
    licence forbids shipping it."""

    id: str
    text: Bilingual | None
    subscale: str | None
    direction: str
    points: Mapping[str, int]

    @property
    def codes(self) -> tuple[str, ...]:
        """Allowed codes in the order of the definition."""
        return tuple(self.points)


@dataclass(frozen=True, slots=True)
class Subscale:
    """A part score over `items`; valid with at most `missing_max` of them missing.

    `points` replaces the points of the items (a conversation map counts one kind of row).
    """

    id: str
    label: Bilingual
    items: tuple[str, ...]
    missing_max: int
    points: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """Scores `low`..`high` (inclusive) are called `category`; `score_class` is the word the advice works
    with.
    """

    low: int
    high: int
    category: str
    score_class: str | None = None


@dataclass(frozen=True, slots=True)
class NormSet:
    """One published set of cut-offs. Categories of different norm sets are never added together
    (REQ-INS-11).
    """

    id: str
    label: Bilingual
    total: tuple[Band, ...]
    subscales: Mapping[str, tuple[Band, ...]]


@dataclass(frozen=True, slots=True)
class Test:
    """`of` («total», a subscale or an item) is at least or below a number of points."""

    of: str
    at_least: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something true, false or undecided about the answers: any of `tests`.

    A flag needs valid scores unless `certain`: then the answers given may already decide it, whatever the
    missing ones would be. An `alert` is shown at once, also on an incomplete form.
    """

    id: str
    label: Bilingual
    tests: tuple[Test, ...]
    certain: bool
    alert: bool


@dataclass(frozen=True, slots=True)
class ChangeNorm:
    """What is needed to tell change from measurement error: the standard deviation and reliability of a
    total.
    """

    sd: float
    reliability: float
    source: Bilingual


@dataclass(frozen=True, slots=True)
class Instrument:
    """A measuring instrument, conversation aid or externally recorded outcome, in one version."""

    id: str
    version: int
    kind: str
    title: Bilingual
    short: str
    use: Bilingual
    measures: str
    licence: str
    source: Bilingual
    on: bool
    roles: tuple[str, ...]
    space: str
    proxy: bool
    items: tuple[Item, ...]
    codes: Mapping[str, Bilingual]
    answer_sets: Mapping[str, tuple[str, ...]]
    subscales: tuple[Subscale, ...]
    total_missing_max: int | None
    total_shown: bool
    norms: tuple[NormSet, ...]
    categories: Mapping[str, Bilingual]
    flags: tuple[Flag, ...]
    watch_straight_lining: bool
    change: ChangeNorm | None

    @property
    def key(self) -> str:
        """Id and version, as stored beside raw answers (REQ-INS-01)."""
        return f"{self.id}@{self.version}"

    def item(self, item_id: str) -> Item:
        """The item with this id; `UserError` names an unknown one."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise UserError(
            N_("{instrument} has no item «{item}»"), code="unknown-item", instrument=self.short, item=item_id
        )

    def norm(self, norm_id: str | None = None) -> NormSet | None:
        """The named norm set, the first when no name is given, None when the instrument has none."""
        if norm_id is None:
            return self.norms[0] if self.norms else None
        for norm in self.norms:
            if norm.id == norm_id:
                return norm
        raise UserError(
            N_("{instrument} has no norm set «{norm}»"),
            code="unknown-norm",
            instrument=self.short,
            norm=norm_id,
        )

    def check_respondent(self, respondent: str) -> None:
        """Raise when somebody else answers a scale that only the person can answer (REQ-INS-08)."""
        if respondent == "proxy" and not self.proxy:
            raise UserError(
                N_(
                    "{instrument} asks how the person feels: nobody else can answer it. Write an observation."
                ),
                code="proxy-not-allowed",
                instrument=self.short,
            )


@dataclass(frozen=True, slots=True)
class Library:
    """All instruments, and the line each result screen and print shows (REQ-INS-04)."""

    instruments: Mapping[str, Instrument]
    notice: Bilingual
    missing: Mapping[str, Bilingual] = field(default_factory=dict)
    respondents: Mapping[str, Bilingual] = field(default_factory=dict)
    modes: Mapping[str, Bilingual] = field(default_factory=dict)

    def get(self, instrument_id: str) -> Instrument:
        """The instrument with this id; `UserError` when there is none."""
        found = self.instruments.get(instrument_id)
        if found is None:
            raise UserError(
                N_("There is no instrument «{instrument}»"),
                code="unknown-instrument",
                instrument=instrument_id,
            )
        return found

    def offered(self, role: str | None = None) -> tuple[Instrument, ...]:
        """Instruments that are switched on, for `role` when given (REQ-INS-15)."""
        return tuple(
            one for one in self.instruments.values() if one.on and (role is None or role in one.roles)
        )

    def bound(self, binding: str) -> tuple[Instrument, Item]:
        """Instrument and item of a form's `bind::veldwerk:instrument` («djg6/3»: item 3 of the DJG-6)."""
        instrument_id, _, item_id = binding.partition("/")
        instrument = self.get(instrument_id)
        return instrument, instrument.item(item_id)
