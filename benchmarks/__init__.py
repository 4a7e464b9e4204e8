"""Measurements of speed and memory, with the commands that make them and their committed results."""
