"""The screens on real vaults."""
