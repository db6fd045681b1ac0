"""Notes with two texts: what you wrote, what your colleague wrote, and bringing them together."""

from veldwerk.ui.screens.conflicts.detail import Tools
from veldwerk.ui.screens.conflicts.page import ConflictsPage

__all__ = ["ConflictsPage", "Tools"]
