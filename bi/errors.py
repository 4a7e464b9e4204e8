"""What the room of BI tools refuses, each with its fix."""


class BIRefused(Exception):
    """Something that a person can put right: says what and how."""
