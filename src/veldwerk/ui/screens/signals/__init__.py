"""Signals: what worries somebody, from the first call to the end."""

from veldwerk.ui.screens.signals.intake import IntakePage
from veldwerk.ui.screens.signals.screen import SignalsScreen
from veldwerk.ui.screens.signals.tools import Tools

__all__ = ["IntakePage", "SignalsScreen", "Tools"]
