"""Mango Office by python-mango-office-api: its signature and lists; waiting for statistics is ours."""

from __future__ import annotations

import time
from typing import Any

from mangoapi import MangoAPI

from tests.foreign.readers.telling import Read, tell

_COLUMNS = "start,finish,answer,from_extension,from_number,to_extension,to_number,line_number,entry_id"


def _awaited(told: Any, ready: Any) -> Any:
    """Ask until it is there; no oftener than every 2 seconds, at most a minute."""
    for _ in range(30):
        answer = told()
        if ready(answer):
            return answer
        time.sleep(2)
    raise TimeoutError("the statistics never came")


def _basic(mango: MangoAPI, since: int, until: int) -> list[dict[str, str]]:
    order = {"date_from": since, "date_to": until, "fields": _COLUMNS}
    key = mango.request(order, "stats/request")["key"]
    text = _awaited(lambda: mango.request({"key": key}, "stats/result"), bool)
    return [dict(zip(_COLUMNS.split(","), line.split(";"), strict=True)) for line in text.splitlines()]


def _extended(mango: MangoAPI, since: str, until: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        period = {"start_date": since, "end_date": until, "limit": 100, "offset": len(found)}
        time.sleep(2)  # one order in two seconds is allowed
        key = mango.request(period, "stats/calls/request")["key"]
        told = _awaited(
            lambda key=key: mango.request({"key": key}, "stats/calls/result"),
            lambda answer: answer.get("status") == "complete",
        )
        page = [call for block in told["data"] for call in block["list"]]
        found += page
        if len(page) < 100:
            return found


def read(account: dict[str, Any]) -> Read:
    """People, groups, lines, balance, and the calls of a period by both statistics."""
    mango = MangoAPI(f"{account['base_url']}/", account["api_key"], account["api_salt"])
    return {
        "users": mango.user_list(ext_fields=["general.user_id", "groups"])["users"],
        "groups": mango.group_list()["groups"],
        "lines": mango.lines()["lines"],
        "balance": mango.balance()["balance"],
        "legs": _basic(mango, *account["seconds"]),
        "calls": _extended(mango, *account["days"]),
    }


if __name__ == "__main__":
    tell(read)
