"""The social map: where can somebody go, is it still right, and who to ring."""

from veldwerk.ui.screens.social_map.screen import SocialMapScreen

__all__ = ["SocialMapScreen"]
