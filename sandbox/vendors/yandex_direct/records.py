"""The company's campaigns and advertising days as Yandex Direct shows them at one instant."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from sandbox.company.ad_records import AdAccount
from sandbox.company.company import Company
from sandbox.company.current import CampaignRow, CompanyState
from sandbox.vendors.yandex_direct.services import DirectTables, ReportedDay

Row = dict[str, Any]
MICROS = 1_000_000
COUNTER = 98000001
TYPE_PARTS = {"UNIFIED_CAMPAIGN": "UnifiedCampaign", "TEXT_CAMPAIGN": "TextCampaign"}
NOBODY = AdAccount(login="sevsvet-direct", client_id=7900001, currency="RUB", vat_percent=22)


def account_of(company: Company) -> AdAccount:
    """Give the advertiser; a company without one still has a login that owns no campaigns."""
    return company.ad_account or NOBODY


def render(state: CompanyState) -> DirectTables:
    """Give everything that the account shows at the state's instant."""
    account = account_of(state.company)
    days = [
        ReportedDay(
            row.day,
            row.campaign_id,
            row.facts.impressions,
            row.facts.clicks,
            _micros(row.facts.cost_net),
            _micros(row.facts.cost_gross),
        )
        for row in state.ad_days
        if row.facts is not None
    ]
    days.sort(key=lambda day: (day.day, day.campaign))
    clicks, impressions = Counter[int](), Counter[int]()
    for day in days:
        clicks[day.campaign] += day.clicks
        impressions[day.campaign] += day.impressions
    campaigns = [
        _campaign(row, account)
        | {"Statistics": {"Clicks": clicks[row.id], "Impressions": impressions[row.id]}}
        for row in sorted(state.campaigns, key=lambda row: row.id)
    ]
    reported = {(row.campaign_id, row.day): row.written_at for row in state.ad_days}
    return DirectTables(account.login, [_client(account)], campaigns, days, reported)


def _micros(amount: Decimal) -> int:
    return int(amount * MICROS)


def _campaign(row: CampaignRow, account: AdAccount) -> Row:
    part = TYPE_PARTS.get(row.kind)
    own = {"CounterIds": {"Items": [COUNTER]}, "TrackingParams": row.tracking}
    funds = {"Mode": "SHARED_ACCOUNT_FUNDS", "SharedAccountFunds": {"Refund": 0, "Spend": 0}}
    return {
        "Id": row.id,
        "Name": row.name,
        "Type": row.kind,
        "Status": "ACCEPTED",
        "State": row.state,
        "StatusPayment": "ALLOWED",
        "StartDate": row.first_day.isoformat(),
        "EndDate": row.last_day.isoformat() if row.last_day else None,
        "Currency": account.currency,
        "TimeZone": "Europe/Moscow",
        "ClientInfo": account.login,
        "Funds": funds,
        **({part: own} if part else {}),
    }


def _client(account: AdAccount) -> Row:
    return {
        "ClientId": account.client_id,
        "Login": account.login,
        "Currency": account.currency,
        "VatRate": account.vat_percent,
        "Type": "CLIENT",
        "AccountQuality": "7.4",
        "Settings": [{"Option": "DISPLAY_STORE_RATING", "Value": "YES"}],
    }
