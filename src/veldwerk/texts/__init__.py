"""Words for people: Dutch and English, looked up at the moment of showing.

Message ids are English and are the English text; Dutch comes from a compiled gettext catalogue. The edges
(window,
command line, paper) import `_` and `ngettext`; everything below them names a message id in a UserError.
"""

from veldwerk.texts.catalogue import (
    LANGUAGES,
    N_,
    Language,
    _,
    install,
    install_pseudo,
    language,
    ngettext,
    set_language,
)

__all__ = [
    "LANGUAGES",
    "Language",
    "N_",
    "_",
    "install",
    "install_pseudo",
    "language",
    "ngettext",
    "set_language",
]
