"""People: who is this, and what do we know. The list, one person with tabs, adding and changing."""

from veldwerk.ui.screens.people.safety import SafetyPage, SafetyTools
from veldwerk.ui.screens.people.screen import PeopleScreen
from veldwerk.ui.screens.people.tools import Tools

__all__ = ["PeopleScreen", "SafetyPage", "SafetyTools", "Tools"]
