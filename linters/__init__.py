"""Checks of the code itself that no library makes; `make lint` runs them."""
