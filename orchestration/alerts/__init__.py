"""Tells people far from the machine how a night ended: the message and the targets that carry it."""
