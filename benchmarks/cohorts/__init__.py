"""How near the expected final share of a weekly cohort comes to what later nights bring."""
