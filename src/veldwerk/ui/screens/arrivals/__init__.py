"""What came in and asks for a look: many deletes at once, late data, what cannot be used yet, and the bin."""

from veldwerk.ui.screens.arrivals.page import ArrivalsPage, Tools

__all__ = ["ArrivalsPage", "Tools"]
