"""The tables that people of the pretend company type."""
