"""How a deployment stands, for people and monitors: the age of its data, the last end, a rollback."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from expectations.status import Status, releases
from orchestration.deployment.deployment import Deployment
from orchestration.reports.age import in_words
from texts import language, say


@dataclass(frozen=True)
class Standing:
    """`stale`: domains whose data are older than they may be → their age. `newest`: a version readers lost.

    `ended`: when the last night, or load with its build, ended; None: none ever did.
    """

    is_published: bool
    stale: dict[str, timedelta]
    newest: str | None
    ended: datetime | None
    max_age: timedelta

    @property
    def troubles(self) -> list[str]:
        """What a person should know, a line each; what a monitor wakes somebody for comes first."""
        lines = [
            say(
                "{domain}: data are {age} old, more than {most}",
                domain=domain,
                age=in_words(age, language()),
                most=in_words(self.max_age, language()),
            )
            for domain, age in self.stale.items()
        ]
        if self.newest:
            lines.append(
                say("Readers see a version that was rolled back to; {version} is newer", version=self.newest)
            )
        return lines


def standing_of(
    deployment: Deployment, found: Status, now: datetime, max_age: timedelta | None = None
) -> Standing:
    """The standing at `now`. `max_age`: in place of the deployment's `stale_after`."""
    current, most = found.current, max_age or deployment.stale_age
    dates = {name: one.data_as_of for name, one in current.domains.items()} if current else {}
    ages = {name: now - date for name, date in sorted(dates.items()) if date is not None}
    newer = [one for one in releases(deployment.state.root) if current and one.sequence > current.sequence]
    return Standing(
        is_published=current is not None,
        stale={name: age for name, age in ages.items() if age > most},
        newest=max(newer, key=lambda one: one.sequence).version if newer else None,
        ended=_written_at(deployment.state.run / "build.json"),
        max_age=most,
    )


def _written_at(file: Path) -> datetime | None:
    """A report is written when its run is over."""
    try:
        return datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    except FileNotFoundError:
        return None
