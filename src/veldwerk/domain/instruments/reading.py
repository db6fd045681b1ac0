"""From parsed TOML to checked instruments. Every error names file, table and key."""

from __future__ import annotations

from collections.abc import Mapping

from veldwerk.domain.bilingual import Bilingual
from veldwerk.domain.errors import N_
from veldwerk.domain.instruments.definition import (
    CLOSED_LICENCES,
    KINDS,
    LICENCES,
    SCORE_CLASSES,
    Band,
    ChangeNorm,
    Flag,
    Instrument,
    Item,
    Library,
    NormSet,
    Subscale,
    Test,
)
from veldwerk.domain.parsing import Node

_KEYS = frozenset(
    (
        "id",
        "version",
        "kind",
        "title",
        "short",
        "use",
        "measures",
        "licence",
        "source",
        "on",
        "roles",
        "space",
        "proxy",
        "total",
        "codes",
        "answer_sets",
        "points",
        "items",
        "subscales",
        "norms",
        "categories",
        "flags",
        "straight_lining",
        "change",
    )
)
COMMON = "common"
"""The file (by stem) that holds what all instruments share."""


def read_library(files: Mapping[str, object]) -> Library:
    """Build the library from parsed files by stem; «common» holds the notice and the shared labels."""
    common = Node(files.get(COMMON, {}), f"{COMMON}.toml")
    found: dict[str, Instrument] = {}
    for stem in sorted(files):
        if stem == COMMON:
            continue
        root = Node(files[stem], f"{stem}.toml")
        instrument = read_instrument(root)
        if instrument.id != stem:
            raise root.fail(N_("{place}: the id must be the name of the file, not «{id}»"), id=instrument.id)
        found[stem] = instrument
    return Library(
        instruments=found,
        notice=common.bilingual("notice"),
        missing=_labels(common.at("missing")),
        respondents=_labels(common.at("respondents")),
        modes=_labels(common.at("modes")),
    )


def read_instrument(root: Node) -> Instrument:
    """One checked instrument; raises `UserError` with the place of what is wrong."""
    root.only(_KEYS)
    codes = _labels(root.at("codes")) if root.has("codes") else {}
    points = _points(root, codes)
    subscale_ids = [child.text("id") for child in _listed(root, "subscales")]
    items = tuple(_item(child, points, subscale_ids) for child in _listed(root, "items"))
    subscales = tuple(_subscale(child, items, points) for child in _listed(root, "subscales"))
    categories = _labels(root.at("categories")) if root.has("categories") else {}
    total = root.at("total") if root.has("total") else None
    total_max = total.only(("missing_max", "shown")).integer("missing_max") if total else None
    instrument = Instrument(
        id=root.text("id"),
        version=root.integer("version"),
        kind=root.choice("kind", KINDS),
        title=root.bilingual("title"),
        short=root.text("short"),
        use=root.bilingual("use"),
        measures=root.text("measures"),
        licence=root.choice("licence", LICENCES),
        source=root.bilingual("source"),
        on=root.truth("on", False),
        roles=root.texts("roles"),
        space=root.choice("space", ("casus", "zorg")),
        proxy=root.truth("proxy", False),
        items=items,
        codes=codes,
        answer_sets={k: root.at("answer_sets").texts(k, codes) for k, _ in _named(root, "answer_sets")},
        subscales=subscales,
        total_missing_max=total_max,
        total_shown=total.truth("shown", True) if total else False,
        norms=tuple(_norm(child, subscale_ids, categories) for child in _listed(root, "norms")),
        categories=categories,
        flags=tuple(
            _flag(child, {"total", *subscale_ids, *(i.id for i in items)}) for child in _listed(root, "flags")
        ),
        watch_straight_lining=root.truth("straight_lining", False),
        change=_change(root.at("change")) if root.has("change") else None,
    )
    _check_licence(root, instrument)
    _check_bands(root, instrument)
    return instrument


def _listed(root: Node, key: str) -> list[Node]:
    return list(root.at(key).elements("id")) if root.has(key) else []


def _named(root: Node, key: str) -> list[tuple[str, Node]]:
    return list(root.at(key).children()) if root.has(key) else []


def _labels(node: Node) -> dict[str, Bilingual]:
    return {key: node.bilingual(key) for key, _ in node.children()}


def _points(root: Node, codes: Mapping[str, Bilingual]) -> dict[str, dict[str, int]]:
    tables: dict[str, dict[str, int]] = {}
    for name, table in _named(root, "points"):
        table.only(codes)
        tables[name] = {code: value.as_integer() for code, value in table.children()}
    return tables


def _item(node: Node, points: Mapping[str, Mapping[str, int]], subscales: list[str]) -> Item:
    node.only(("id", "nl", "en", "subscale", "direction"))
    direction = node.choice("direction", points)
    text = Bilingual(node.text("nl"), node.text("en")) if node.has("nl") else None
    subscale = node.choice("subscale", subscales) if node.has("subscale") else None
    return Item(node.text("id"), text, subscale, direction, points[direction])


def _subscale(node: Node, items: tuple[Item, ...], points: Mapping[str, Mapping[str, int]]) -> Subscale:
    node.only(("id", "label", "missing_max", "items", "points"))
    name = node.text("id")
    members = node.texts("items", {item.id for item in items}) or tuple(
        item.id for item in items if item.subscale == name
    )
    if not members:
        raise node.fail(N_("{place}: a subscale needs items"))
    own = points[node.choice("points", points)] if node.has("points") else None
    return Subscale(name, node.bilingual("label"), members, node.integer("missing_max", 0), own)


def _band(node: Node, categories: Mapping[str, Bilingual]) -> Band:
    node.only(("from", "to", "category", "class"))
    score_class = node.choice("class", SCORE_CLASSES) if node.has("class") else None
    return Band(node.integer("from"), node.integer("to"), node.choice("category", categories), score_class)


def _norm(node: Node, subscales: list[str], categories: Mapping[str, Bilingual]) -> NormSet:
    node.only(("id", "label", "total", "subscales"))
    total = tuple(_band(band, categories) for band in _listed(node, "total"))
    parts: dict[str, tuple[Band, ...]] = {}
    if node.has("subscales"):
        for name, bands in node.at("subscales").only(subscales).children():
            parts[name] = tuple(_band(band, categories) for band in bands.elements())
    return NormSet(node.text("id"), node.bilingual("label"), total, parts)


def _flag(node: Node, targets: set[str]) -> Flag:
    node.only(("id", "label", "any", "certain", "alert"))
    tests = []
    for child in node.at("any").elements("of"):
        child.only(("of", "at_least", "below"))
        low = child.integer("at_least") if child.has("at_least") else None
        high = child.integer("below") if child.has("below") else None
        if (low is None) == (high is None):
            raise child.fail(N_("{place}: give either «at_least» or «below»"))
        tests.append(Test(child.choice("of", targets), low, high))
    return Flag(
        node.text("id"),
        node.bilingual("label"),
        tuple(tests),
        node.truth("certain", False),
        node.truth("alert", False),
    )


def _change(node: Node) -> ChangeNorm:
    node.only(("sd", "reliability", "source"))
    return ChangeNorm(node.number("sd"), node.number("reliability"), node.bilingual("source"))


def _check_licence(root: Node, instrument: Instrument) -> None:
    if instrument.licence in CLOSED_LICENCES:
        if instrument.on:
            raise root.fail(N_("{place}: the licence does not allow this instrument to be switched on"))
        if any(item.text for item in instrument.items):
            raise root.fail(N_("{place}: the licence does not allow item texts to be shipped"))
    elif any(item.text is None for item in instrument.items):
        raise root.fail(N_("{place}: an item has no text"))


def _check_bands(root: Node, instrument: Instrument) -> None:
    """Bands must cover every possible score once: a gap would leave a person without a category."""
    lows = {item.id: min(item.points.values()) for item in instrument.items}
    highs = {item.id: max(item.points.values()) for item in instrument.items}
    ranges = {"total": (sum(lows.values()), sum(highs.values()))}
    for part in instrument.subscales:
        ranges[part.id] = (sum(lows[i] for i in part.items), sum(highs[i] for i in part.items))
    for norm in instrument.norms:
        for name, bands in {"total": norm.total, **norm.subscales}.items():
            expected, last = ranges[name]
            if not bands:
                continue
            for band in bands:
                if band.low != expected:
                    raise root.fail(
                        N_("{place}: norm set {norm}, {part}: the band from {low} must start at {expected}"),
                        norm=norm.id,
                        part=name,
                        low=band.low,
                        expected=expected,
                    )
                expected = band.high + 1
            if expected != last + 1:
                raise root.fail(
                    N_("{place}: norm set {norm}, {part}: the bands must end at {last}"),
                    norm=norm.id,
                    part=name,
                    last=last,
                )
