"""Generated people for practice vaults, screenshots and measurements: nobody in here exists."""

from veldwerk.demo.generate import Summary, generate

__all__ = ["Summary", "generate"]
