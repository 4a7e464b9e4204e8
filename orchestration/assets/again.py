"""What a run reads again, days or everything, and how that stands in the tags of the run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from orchestration.dagster_private import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    PARTITION_NAME_TAG,
)

_RESET = "voronka/reset"


@dataclass(frozen=True)
class Again:
    """`days`: both ends included. `reset`: everything since the beginning. Neither: only what is due."""

    days: tuple[date, date] | None = None
    reset: bool = False

    def __bool__(self) -> bool:
        """Whether anything is read again."""
        return self.reset or self.days is not None

    @classmethod
    def of(cls, tags: Mapping[str, str]) -> "Again":
        """What the tags of a run ask for: its day, its range of days, or a reset."""
        one = tags.get(PARTITION_NAME_TAG)
        first = tags.get(ASSET_PARTITION_RANGE_START_TAG, one)
        last = tags.get(ASSET_PARTITION_RANGE_END_TAG, one)
        days = (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
        return cls(days, reset=_RESET in tags)

    def tags(self) -> dict[str, str]:
        """The same as tags."""
        found = {_RESET: "true"} if self.reset else {}
        if self.days is not None:
            found[ASSET_PARTITION_RANGE_START_TAG] = self.days[0].isoformat()
            found[ASSET_PARTITION_RANGE_END_TAG] = self.days[1].isoformat()
        return found


DUE = Again()
"""Nothing again: what is due, as every night."""
