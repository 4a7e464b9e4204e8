"""Runs as processes: which are alive, which died, whose turn it is, and the files of Dagster they share."""
