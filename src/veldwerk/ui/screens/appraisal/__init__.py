"""Appraisal and advice: what a professional makes of it, what fits, and why."""

from veldwerk.ui.screens.appraisal.advice import AdvicePage
from veldwerk.ui.screens.appraisal.page import AppraisalPage
from veldwerk.ui.screens.appraisal.tools import Tools

__all__ = ["AdvicePage", "AppraisalPage", "Tools"]
