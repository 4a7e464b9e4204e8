"""Looks before a night does: at the deployment, its sources and the files of the landing."""
