"""Sealed, signed, write-once objects in a store nobody has to trust."""
