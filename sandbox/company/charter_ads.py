"""What «Северный свет» advertises: the account and its campaigns that no seed changes."""

from datetime import date, datetime
from decimal import Decimal

from sandbox.company.ad_records import AdAccount, AdCampaign, CampaignKind, CampaignState
from sandbox.company.charter import MOSCOW, VAT_PERCENT
from sandbox.company.history import Change

CHANNEL_NAME, VK_CHANNEL_NAME = "Яндекс.Директ", "VK Реклама"
"""What the CRM's channel and the tracking number of the advertisements are called, by where they run."""
VISIT, VK_VISIT = ("yandex", "cpc"), ("vk", "cpc")
"""Source and medium of visits that the advertisements bring."""
AD_ACCOUNT = AdAccount("sevsvet-direct", 30411007, "RUB", int(VAT_PERCENT))
TRACKING = "utm_source=yandex&utm_medium=cpc&utm_campaign={campaign_id}"
VK_TRACKING = "utm_source=vk&utm_medium=cpc&utm_campaign={{campaign_id}}"
SEARCH, RETARGETING, STREET, BRAND, GARLANDS, SPRING = range(71000001, 71000007)
RENAMED_AT = datetime(2026, 6, 2, 14, 10, tzinfo=MOSCOW)
SPRING_ENDS = date(2026, 4, 12)
WITHOUT_LEADS = (GARLANDS,)
DAILY_COST = {
    SEARCH: Decimal(5200), RETARGETING: Decimal(1450), STREET: Decimal(2300), BRAND: Decimal(640),
    GARLANDS: Decimal(880), SPRING: Decimal(1900),
}  # fmt: skip


def build_campaigns() -> tuple[AdCampaign, ...]:
    """Return the campaigns: one is renamed between the nights, one is archived, one brings nobody."""
    return (
        _campaign(SEARCH, "b2b_search", "UNIFIED_CAMPAIGN", date(2026, 2, 16)),
        _campaign(RETARGETING, 'Ретаргетинг "лето"', "TEXT_CAMPAIGN", date(2026, 3, 2)),
        _campaign(
            STREET, "Уличный свет — поиск", "UNIFIED_CAMPAIGN", date(2026, 2, 16),
            renamed="Уличный свет — поиск + СПб",
        ),
        _campaign(BRAND, "Бренд", "TEXT_CAMPAIGN", date(2026, 2, 20)),
        _campaign(GARLANDS, "РСЯ Гирлянды", "SMART_CAMPAIGN", date(2026, 4, 1)),
        _campaign(SPRING, "Весенняя акция", "UNIFIED_CAMPAIGN", date(2026, 3, 10), SPRING_ENDS),
    )  # fmt: skip


def _campaign(
    id_: int, name: str, kind: CampaignKind, first: date, last: date | None = None, *, renamed: str = ""
) -> AdCampaign:
    opened = datetime(first.year, first.month, first.day, 0, 5, tzinfo=MOSCOW)
    names = [Change(opened, name)] + ([Change(RENAMED_AT, renamed)] if renamed else [])
    states: list[Change[CampaignState]] = [Change(opened, "ON")]
    if last is not None:
        states.append(Change(datetime(last.year, last.month, last.day, 21, tzinfo=MOSCOW), "ARCHIVED"))
    return AdCampaign(id_, kind, first, last, tuple(names), tuple(states), TRACKING)
