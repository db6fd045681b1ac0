"""Veldwerk: the round of home visits to people of 75 and over, on one encrypted laptop."""

__version__ = "0.1.0"
