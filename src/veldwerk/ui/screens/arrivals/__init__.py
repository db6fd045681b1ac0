"""What came in and asks for a look: erasures, visits that may be one, many deletes, late data, and the bin."""

from veldwerk.ui.screens.arrivals.page import ArrivalsPage
from veldwerk.ui.screens.arrivals.tools import Tools

__all__ = ["ArrivalsPage", "Tools"]
