"""Yandex Metrica by tapi-yandex-metrika: goals, a report in pages, and visits by logs: ordered, cleaned."""

from __future__ import annotations

import time
from typing import Any

from tapi_yandex_metrika import YandexMetrikaLogsapi, YandexMetrikaManagement, YandexMetrikaStats

from tests.foreign.readers.telling import Read, lead, tell

_VISIT = ("ym:s:visitID", "ym:s:date", "ym:s:clientID", "ym:s:lastsignUTMSource")


def _logs(account: dict[str, Any], period: dict[str, str]) -> list[dict[str, str]]:
    """Order the visits, ask until they are there, take every part, clean them away."""
    keys = {"access_token": account["token"], "default_url_params": {"counterId": account["counter"]}}
    logs = YandexMetrikaLogsapi(**keys)
    order = {**period, "fields": ",".join(_VISIT), "source": "visits"}
    number = logs.create().post(params=order).data["log_request"]["request_id"]
    for _ in range(30):
        told = logs.info(requestId=number).get().data["log_request"]
        if told["status"] == "processed":
            break
        time.sleep(1)
    found: list[dict[str, str]] = []
    for part in told["parts"]:
        rows = logs.download(requestId=number, partNumber=part["part_number"]).get()
        found += rows().to_dicts()
    logs.clean(requestId=number).post()
    return found


def read(account: dict[str, Any]) -> Read:
    """The goals, visits by day, and every visit of a period."""
    lead("api-metrika.yandex.net", account["base_url"])
    keys = {"access_token": account["token"], "default_url_params": {"counterId": account["counter"]}}
    period = {"date1": account["since"], "date2": account["until"]}
    asked = {
        **period,
        "ids": account["counter"],
        "metrics": "ym:s:visits",
        "dimensions": "ym:s:date",
        "accuracy": "full",
        "limit": 20,
    }
    stats = YandexMetrikaStats(**keys).stats().get(params=asked)
    return {
        "goals": YandexMetrikaManagement(**keys).goals().get().data["goals"],
        "days": [row for page in stats().pages() for row in page().to_dicts()],
        "visits": _logs(account, period),
    }


if __name__ == "__main__":
    tell(read)
