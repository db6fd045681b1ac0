"""Dutch postcodes: four digits, the first not a nought, and two letters (NEN 5825)."""

from __future__ import annotations

import re

_FORM = re.compile(r"[1-9]\d{3} ?[A-Z]{2}", re.ASCII)


def is_postcode(text: str) -> bool:
    """Whether `text` looks like «1234 AB»; small letters and spaces around it do not matter."""
    return _FORM.fullmatch(text.strip().upper()) is not None
