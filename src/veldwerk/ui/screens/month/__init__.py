"""The month: what do we report, and how is everybody protected in it."""

from veldwerk.ui.screens.month.screen import MonthScreen

__all__ = ["MonthScreen"]
