"""The parts of the command line: what all commands share, and commands that are more than a few lines."""
