"""Says when, in which order and for which deployment; the only room that knows Dagster."""
