"""Exchange and settings: am I up to date and safe, with whom do I share, and how does the window look."""

from veldwerk.ui.screens.exchange.office import Office, Tools
from veldwerk.ui.screens.exchange.screen import ExchangeScreen

__all__ = ["ExchangeScreen", "Office", "Tools"]
