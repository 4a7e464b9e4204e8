"""Yandex Direct by tapi-yandex-direct: paging by LimitedBy, reports ordered, awaited and taken apart."""

from __future__ import annotations

from typing import Any

from tapi_yandex_direct import YandexDirect

from tests.foreign.readers.telling import Read, lead, tell

_COLUMNS = ["Date", "CampaignId", "CampaignName", "Impressions", "Clicks", "Cost"]


def read(account: dict[str, Any]) -> Read:
    """Campaigns two a page, and what every day of them cost, by days of the account."""
    lead("api.direct.yandex.com", account["base_url"])
    client = YandexDirect(
        access_token=account["token"],
        login=account["client_login"],
        processing_mode="offline",
        wait_report=True,
        return_money_in_micros=False,
    )
    wanted = {
        "SelectionCriteria": {},
        "FieldNames": ["Id", "Name", "State", "StartDate"],
        "Page": {"Limit": 2},
    }
    pages = client.campaigns().post(data={"method": "get", "params": wanted})
    campaigns = [campaign for page in pages().pages() for campaign in page().items()]
    order = {
        "SelectionCriteria": {"DateFrom": account["since"], "DateTo": account["until"]},
        "FieldNames": _COLUMNS,
        "OrderBy": [{"Field": "Date"}],
        "ReportName": "foreign",
        "ReportType": "CUSTOM_REPORT",
        "DateRangeType": "CUSTOM_DATE",
        "Format": "TSV",
        "IncludeVAT": "YES",
        "IncludeDiscount": "NO",
    }
    return {"campaigns": campaigns, "days": client.reports().post(data={"params": order})().to_dicts()}


if __name__ == "__main__":
    tell(read)
