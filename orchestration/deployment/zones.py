"""Whether Python and DuckDB cut days alike: each has its own database of time zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb

from orchestration.deployment.deployment import Deployment
from orchestration.failures import RunError
from texts import say

_YEARS = range(2010, 2038)


def differing_instants(timezone: str, *, zone: ZoneInfo | None = None) -> list[datetime]:
    """The instants (UTC, one a day at noon) whose local time the two databases see differently.

    `zone`: what Python takes for this zone; left out: its own database. DuckDB may not know the zone at all:
    then every instant differs.
    """
    own = zone or ZoneInfo(timezone)
    first, end = datetime(_YEARS.start, 1, 1, 12, tzinfo=UTC), datetime(_YEARS.stop, 1, 1, 12, tzinfo=UTC)
    days = [first + timedelta(days=number) for number in range((end - first).days)]
    try:
        with duckdb.connect() as connection:
            connection.execute("set timezone = 'UTC'")
            rows = connection.execute(
                "select timezone($zone, day) from unnest(generate_series($first, $last, interval '1 day')) "
                "as days (day) order by day",
                {"zone": timezone, "first": days[0], "last": days[-1]},
            ).fetchall()
    except duckdb.Error:
        return days
    local = [day.astimezone(own).replace(tzinfo=None) for day in days]
    return [day for day, here, (there,) in zip(days, local, rows, strict=True) if here != there]


def look_at_zone(deployment: Deployment, moment: datetime) -> str:
    """What time it is in the deployment's zone. Raises RunError where the two databases disagree about it."""
    if differing := differing_instants(deployment.timezone):
        raise RunError(
            say(
                "Python and DuckDB cut {count} days of {zone} differently, the last of them {day}",
                count=len(differing),
                zone=deployment.timezone,
                day=differing[-1].date(),
            ),
            fix=say(
                "Update the time zones of this machine (the package tzdata) and install Voronka again: "
                "`make install`"
            ),
        )
    return say(
        "it is {moment} in {zone}; Python and DuckDB cut its days alike",
        moment=f"{moment.astimezone(deployment.zone):%Y-%m-%d %H:%M}",
        zone=deployment.timezone,
    )
