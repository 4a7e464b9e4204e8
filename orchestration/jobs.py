"""The names of the jobs and of the tags by which runs know each other."""

LAND, BUILD, BACKFILL, MORNING = "land", "build", "backfill", "morning"
# On runs of the command line, which does itself what the sensors do for the runs of a schedule.
IN_PROCESS = {"voronka/by": "command line"}
# On a build: the run of `land` that it follows.
AFTER = "voronka/after"
