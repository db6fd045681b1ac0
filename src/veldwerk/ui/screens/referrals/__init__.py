"""Referrals: did it work out. From choosing a recipient to what came of it."""

from veldwerk.ui.screens.referrals.screen import ReferralsScreen
from veldwerk.ui.screens.referrals.tools import Tools

__all__ = ["ReferralsScreen", "Tools"]
