"""Truth about the site: its visits and the goals reached on them, by day, channel and campaign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sandbox.truth.books import Books
from sandbox.truth.deals import known_campaigns
from sandbox.truth.people import business_date
from sandbox.truth.rules import NONE, channel_of_visit
from sandbox.world.site import visits_at

Place = tuple[str, str]


def told_visits(books: Books) -> Iterator[tuple[date, Place, int]]:
    """Yield day, channel and campaign, and reached goals of every visit that a counter tells."""
    if books.company.layout.site == "none":
        return
    campaigns = known_campaigns(books.company, books.as_of)
    for visit in visits_at(books.company, books.as_of):
        source, medium, campaign = visit.utm[:3]
        place = channel_of_visit(source, medium), campaigns.get(campaign.strip(), NONE)
        yield business_date(visit.at), place, len(visit.goals)
