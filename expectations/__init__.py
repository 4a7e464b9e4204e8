"""Judges a candidate mart and puts the release on the shelf."""
