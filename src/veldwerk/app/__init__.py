"""Composition root: builds every part and hands it in by constructor."""
