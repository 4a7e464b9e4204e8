"""The small house, published once and copied for every test."""

from tests.gate.published import house, new_house, published_house

__all__ = ["house", "new_house", "published_house"]
