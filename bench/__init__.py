"""Measurements against peers, in ratios (DESIGN 11). `python -m bench [NAME…]`."""
