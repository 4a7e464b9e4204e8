"""What the parts of a run are called for people."""

from texts import marked, translated

_WORDS = {
    "graph": marked("read the dbt project and build the graph"),
    "land": marked("read the sources side by side"),
    "backfill": marked("read the days again"),
    "build": marked("build, judge, publish"),
    "dbt": marked("build the marts"),
    "gate and release": marked("judge and publish"),
}


def phase_in_words(name: str) -> str:
    """The phase in the language spoken now; a name that is not known, as it is."""
    return translated(_WORDS.get(name, name))
