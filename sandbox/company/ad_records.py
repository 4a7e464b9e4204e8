"""The types of what the advertising account holds: campaigns and what each day of them cost.

Money is Decimal in roubles with whole kopecks, days are the account's (Moscow), ids are ints.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from sandbox.company.history import History

CampaignKind = Literal["UNIFIED_CAMPAIGN", "TEXT_CAMPAIGN", "SMART_CAMPAIGN"]
CampaignState = Literal["ON", "OFF", "SUSPENDED", "ENDED", "ARCHIVED"]


@dataclass(frozen=True, slots=True)
class AdAccount:
    """The advertiser."""

    login: str
    client_id: int
    currency: str
    vat_percent: int


@dataclass(frozen=True, slots=True)
class AdCampaign:
    """A campaign; reports show today's name on all days."""

    id: int
    kind: CampaignKind
    first_day: date
    last_day: date | None
    name: History[str]
    state: History[CampaignState]
    tracking: str


@dataclass(frozen=True, slots=True)
class AdFacts:
    """What a report says of one campaign and day; `cost_gross` includes VAT."""

    impressions: int
    clicks: int
    cost_net: Decimal
    cost_gross: Decimal


@dataclass(frozen=True, slots=True)
class AdDay:
    """A campaign's day: each correction is a version; None = the row is in no report (any more)."""

    campaign_id: int
    day: date
    versions: History[AdFacts | None]
