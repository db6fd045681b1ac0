"""A visit: the form in front of everything, and what came out of it."""

from veldwerk.ui.screens.visit.page import VisitPage
from veldwerk.ui.screens.visit.result import ResultPage
from veldwerk.ui.screens.visit.tools import Tools

__all__ = ["ResultPage", "Tools", "VisitPage"]
