"""Dutch name forms: infixes, partner names, salutations and sorting (DOMAIN 2.5).

The infix has a capital when neither a first name nor initials stand before it («mevrouw De Vries», but
«mevrouw A. de Vries»).
"""

from __future__ import annotations

import unicodedata
from typing import Protocol

from veldwerk.domain.errors import N_, UserError

_TITLES = {"vrouw": "mevrouw", "man": "meneer"}
_FORMAL = {"vrouw": "mevrouw", "man": "heer"}
NEUTRAL = "neutraal"
"""Value of `salutation` that asks for a form without mevrouw or meneer."""


class Named(Protocol):
    """Name parts of somebody (`Person` has them). `name_use`: eigen, partner, eigen-partner or
    partner-eigen.
    """

    @property
    def initials(self) -> str: ...
    @property
    def given_name(self) -> str: ...
    @property
    def preferred_name(self) -> str: ...
    @property
    def infix(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def partner_infix(self) -> str: ...
    @property
    def partner_name(self) -> str: ...
    @property
    def name_use(self) -> str: ...
    @property
    def gender(self) -> str: ...
    @property
    def salutation(self) -> str: ...


def _parts(named: Named) -> list[tuple[str, str]]:
    """(infix, name) pairs in the order in which the person uses them, or the one name that is known."""
    own = (named.infix.strip(), named.family_name.strip())
    partner = (named.partner_infix.strip(), named.partner_name.strip())
    order = {"partner": [partner], "eigen-partner": [own, partner], "partner-eigen": [partner, own]}
    chosen = [part for part in order.get(named.name_use, [own]) if part[1]]
    return chosen or [part for part in (own, partner) if part[1]][:1]


def surname(named: Named) -> str:
    """Surname with infixes as after initials: «de Vries», «Jansen-de Vries»; empty when no name is known."""
    return "-".join(
        f"{infix} {name}".strip() if not infix.endswith("'") else infix + name
        for infix, name in _parts(named)
    )


def surname_alone(named: Named) -> str:
    """Surname as after «mevrouw» or at the start: «De Vries»; 't and 's keep their small letter."""
    name = surname(named)
    if name[:2] in ("'t", "’t", "'s", "’s"):
        return name
    return name[:1].upper() + name[1:]


def initials(named: Named) -> str:
    """Initials with points: «AB» and «A.B.» both give «A.B.»; «Th.» stays."""
    text = named.initials.replace(" ", "")
    if text.isalpha() and text.isupper():
        return "".join(f"{letter}." for letter in text)
    return text + "." if text and text[-1].isalpha() else text


def full_name(named: Named) -> str:
    """«A. de Vries»; with the first name when no initials are known."""
    return " ".join(part for part in (initials(named) or named.given_name.strip(), surname(named)) if part)


def formal_name(named: Named) -> str:
    """«mevrouw A. de Vries», «meneer A. de Vries»; without a title when the person wants none or it is not
    known.
    """
    title = "" if named.salutation == NEUTRAL else _TITLES.get(named.gender, "")
    return f"{title} {full_name(named)}".strip()


def address_line(named: Named) -> str:
    """First line of an address: «Mevrouw A. de Vries», «De heer A. de Vries»."""
    formal = "" if named.salutation == NEUTRAL else _FORMAL.get(named.gender, "")
    title = {"mevrouw": "Mevrouw ", "heer": "De heer "}.get(formal, "")
    return title + full_name(named)


def salutation(named: Named) -> str:
    """The first line of a letter: «Geachte mevrouw De Vries,» or, neutral, «Beste A. de Vries,».

    The person's own wording is used as it is. `UserError` without a name: a letter never starts with
    «Geachte heer/mevrouw ,» (REQ-BR-03).
    """
    own = named.salutation.strip()
    if own and own != NEUTRAL:
        return own if own.endswith(",") else own + ","
    if not surname(named):
        raise UserError(N_("The name is not complete: a letter needs a surname"), code="name-incomplete")
    title = "" if own == NEUTRAL else _FORMAL.get(named.gender, "")
    if title:
        return f"Geachte {title} {surname_alone(named)},"
    first = initials(named) or named.given_name.strip()
    return f"Beste {first} {surname(named)}," if first else f"Beste {surname_alone(named)},"


def friendly_name(named: Named) -> str:
    """How somebody is called: «Annie de Vries»; falls back on initials."""
    first = named.preferred_name.strip() or named.given_name.strip()
    return f"{first} {surname(named)}".strip() if first else full_name(named)


def index_name(named: Named) -> str:
    """The form of a list: «Vries, A. de», «Jansen-de Vries, A.»."""
    parts = _parts(named)
    if not parts:
        return initials(named) or named.given_name.strip()
    first_infix, first_name = parts[0]
    rest = "".join(f"-{infix} {name}" if infix else f"-{name}" for infix, name in parts[1:])
    after = " ".join(part for part in (initials(named) or named.given_name.strip(), first_infix) if part)
    return f"{first_name}{rest}, {after}" if after else f"{first_name}{rest}"


def sort_key(named: Named) -> tuple[str, str, str]:
    """Sorts by surname without infix, then the infix, then initials; accents and case do not count."""
    parts = _parts(named)
    names = " ".join(name for _, name in parts)
    return _folded(names), _folded(parts[0][0] if parts else ""), _folded(initials(named) or named.given_name)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return (
        "".join(character for character in plain if not unicodedata.combining(character)).casefold().strip()
    )
