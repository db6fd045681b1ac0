"""The encrypted vault: the only room with SQL."""
