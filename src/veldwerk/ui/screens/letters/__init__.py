"""Letters: what did we send. The list, each one as it goes to paper, printing and saving."""

from veldwerk.ui.screens.letters.screen import LettersScreen

__all__ = ["LettersScreen"]
