"""Proofs for the table of what the engine supports: a tiny form for each line, and what it must show."""
