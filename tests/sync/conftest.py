"""The team that exchanges."""

from tests.sync.fixtures import course, team

__all__ = ["course", "team"]
