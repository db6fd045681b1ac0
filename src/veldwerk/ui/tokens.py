"""Colours as named roles, once for each of the three looks (UI.md Part A 3).

Every pair that is shown together is in `PAIRS`; a test holds each of them against its contrast.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """One look. Values are `#RRGGBB`; `card_line` is the width of a card's border in px at 100 %."""

    name: str
    dark: bool
    text: str
    muted: str
    faint: str
    bg: str
    surface: str
    sunken: str
    hover: str
    primary: str
    primary_hover: str
    on_primary: str
    soft: str
    on_soft: str
    border: str
    line: str
    rail: str
    rail_text: str
    rail_active: str
    rail_on_active: str
    rail_hover: str
    rail_mark: str
    focus: str
    rail_focus: str
    danger: str
    danger_soft: str
    danger_fill: str
    on_danger: str
    warn: str
    warn_soft: str
    ok: str
    ok_soft: str
    info: str
    info_soft: str
    chart_first: str
    chart_second: str
    chart_third: str
    chart_band: str
    chart_quiet: str
    chart_grid: str
    card_line: int = 1


LIGHT = Tokens(
    name="light",
    dark=False,
    text="#16211F",
    muted="#4B5A56",
    faint="#66736F",
    bg="#F3F5F4",
    surface="#FFFFFF",
    sunken="#EDF1EF",
    hover="#F1F6F5",
    primary="#00645A",
    primary_hover="#004F47",
    on_primary="#FFFFFF",
    soft="#DDEFEB",
    on_soft="#003F38",
    border="#6F7E7A",
    line="#D5DCD9",
    rail="#0D3B36",
    rail_text="#E6F2EF",
    rail_active="#1D5A53",
    rail_on_active="#FFFFFF",
    rail_hover="#154A44",
    rail_mark="#7FE0D0",
    focus="#0B57D0",
    rail_focus="#FFD54A",
    danger="#B3261E",
    danger_soft="#FCE8E6",
    danger_fill="#B3261E",
    on_danger="#FFFFFF",
    warn="#7A4A00",
    warn_soft="#FFF0D0",
    ok="#1A6432",
    ok_soft="#E0F2E3",
    info="#0A5299",
    info_soft="#E2EEFA",
    chart_first="#00645A",
    chart_second="#B45309",
    chart_third="#5B4FB0",
    chart_band="#D6EBE7",
    chart_quiet="#64988F",
    chart_grid="#D5DCD9",
)

DARK = Tokens(
    name="dark",
    dark=True,
    text="#E7EEEC",
    muted="#AAB9B5",
    faint="#8A9995",
    bg="#101716",
    surface="#18211F",
    sunken="#121A18",
    hover="#1F2B28",
    primary="#5FD0BF",
    primary_hover="#84E0D2",
    on_primary="#06211D",
    soft="#173B36",
    on_soft="#C4F1E8",
    border="#82928E",
    line="#2F3C39",
    rail="#0A1413",
    rail_text="#DCE8E5",
    rail_active="#173B36",
    rail_on_active="#FFFFFF",
    rail_hover="#13211F",
    rail_mark="#5FD0BF",
    focus="#8AB4FF",
    rail_focus="#FFD54A",
    danger="#FFB4AB",
    danger_soft="#421714",
    danger_fill="#FFB4AB",
    on_danger="#3A0906",
    warn="#FFD38A",
    warn_soft="#3B2A08",
    ok="#A5E0B2",
    ok_soft="#12351E",
    info="#AECBFA",
    info_soft="#142C4F",
    chart_first="#5FD0BF",
    chart_second="#F2A65A",
    chart_third="#B9B0F5",
    chart_band="#1E473F",
    chart_quiet="#4C857B",
    chart_grid="#34433F",
)

SUN = Tokens(
    name="sun",
    dark=False,
    text="#000000",
    muted="#1F1F1F",
    faint="#4A4A4A",
    bg="#FFFFFF",
    surface="#FFFFFF",
    sunken="#F2F2F2",
    hover="#E6F4F1",
    primary="#003B35",
    primary_hover="#002420",
    on_primary="#FFFFFF",
    soft="#CFEDE6",
    on_soft="#000000",
    border="#000000",
    line="#000000",
    rail="#000000",
    rail_text="#FFFFFF",
    rail_active="#FFFFFF",
    rail_on_active="#000000",
    rail_hover="#333333",
    rail_mark="#FFD54A",
    focus="#0000C8",
    rail_focus="#FFD54A",
    danger="#7D0A05",
    danger_soft="#FCE4E2",
    danger_fill="#7D0A05",
    on_danger="#FFFFFF",
    warn="#523000",
    warn_soft="#FFEFC8",
    ok="#05421A",
    ok_soft="#DDF3E1",
    info="#00336B",
    info_soft="#DFECFB",
    chart_first="#003B35",
    chart_second="#8A3A00",
    chart_third="#3A2F8F",
    chart_band="#CFE8E2",
    chart_quiet="#4F8079",
    chart_grid="#8A8A8A",
    card_line=2,
)

LOOKS = {look.name: look for look in (LIGHT, DARK, SUN)}

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0

PAIRS: tuple[tuple[str, str, float], ...] = (
    *(
        (ink, ground, TEXT_CONTRAST)
        for ink in ("text", "muted")
        for ground in ("bg", "surface", "sunken", "hover")
    ),
    ("faint", "surface", TEXT_CONTRAST),
    ("faint", "bg", TEXT_CONTRAST),
    ("primary", "surface", TEXT_CONTRAST),
    ("primary", "bg", TEXT_CONTRAST),
    ("primary", "hover", TEXT_CONTRAST),
    ("primary", "soft", TEXT_CONTRAST),
    ("on_primary", "primary", TEXT_CONTRAST),
    ("on_primary", "primary_hover", TEXT_CONTRAST),
    ("on_soft", "soft", 7.0),
    ("muted", "soft", TEXT_CONTRAST),
    ("rail_text", "rail", 7.0),
    ("rail_text", "rail_hover", 7.0),
    ("rail_on_active", "rail_active", 7.0),
    ("danger", "surface", TEXT_CONTRAST),
    ("danger", "bg", TEXT_CONTRAST),
    ("on_danger", "danger_fill", TEXT_CONTRAST),
    *((ink, f"{ink}_soft", 5.5) for ink in ("danger", "warn", "ok", "info")),
    *((ink, "surface", TEXT_CONTRAST) for ink in ("warn", "ok", "info")),
    *((ink, "surface", TEXT_CONTRAST) for ink in ("chart_first", "chart_second", "chart_third")),
    ("muted", "chart_band", TEXT_CONTRAST),
    ("chart_first", "chart_band", SHAPE_CONTRAST),
    ("chart_quiet", "surface", SHAPE_CONTRAST),
    ("border", "surface", SHAPE_CONTRAST),
    ("border", "bg", SHAPE_CONTRAST),
    ("focus", "surface", SHAPE_CONTRAST),
    ("focus", "bg", SHAPE_CONTRAST),
    ("focus", "soft", SHAPE_CONTRAST),
    ("rail_focus", "rail", SHAPE_CONTRAST),
    ("rail_mark", "rail", SHAPE_CONTRAST),
)
"""(ink, ground, least contrast ratio), by WCAG 2.2 1.4.3 and 1.4.11."""


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 to 1 (WCAG 2.2, definition)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
