"""What a person does about a model that dbt did not build, by what dbt said of it."""

import re

from expectations.damage import says_damaged
from orchestration.failures import says_disk_full
from texts import say

_MEMORY = re.compile(r"out of memory|could not allocate|failed to allocate|memory limit", re.IGNORECASE)
_HELD = re.compile(r"could not set lock|conflicting lock|used by another process", re.IGNORECASE)
_FILES = re.compile(r"no files found|parquet|cannot open file|could not read", re.IGNORECASE)


def remedy(reason: str) -> str:
    """The next step for this reason; correcting the SQL is named only where the SQL may be at fault."""
    if says_disk_full(reason):
        return say("The disk is full: free some space and run the night again; nothing is lost")
    if _MEMORY.search(reason):
        return say(
            "The machine has too little free memory for it: end what else runs there, or give it more, "
            "and run the night again; nothing is lost"
        )
    if _HELD.search(reason):
        return say("Close what holds the warehouse open (a notebook, dbt) and run the night again")
    if says_damaged(reason) or _FILES.search(reason):
        return say("`voronka verify` names the damaged files of the landing; then `voronka rebuild`")
    return say(
        "Correct the model if it is your own, or take back the last change of a mapping or setting; a model "
        "that came with Voronka is built anew by `voronka rebuild`, and what fails there too is a fault of "
        "Voronka: report this line. Until then its readers stay at its last good version"
    )
