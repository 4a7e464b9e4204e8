"""Where calls and visitors come from: the site, tracking numbers and their campaigns, marks of visits."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sandbox.company.charter import MOSCOW, UTM_CAMPAIGN_FIELD, UTM_FIELD, UTM_MEDIUM_FIELD
from sandbox.company.charter_ads import VISIT, VK_VISIT
from sandbox.company.charter_pbx import DIRECT_LINE, EXPO_LINE, REFERRAL_LINE, SITE_LINE
from sandbox.company.company import Company
from sandbox.company.crm_cards import FieldValues

Row = dict[str, Any]
SITE_ID, SITE = 77, "sevsvet.example"
CAMPAIGN_OF_LINE = {SITE_LINE: 12341, DIRECT_LINE: 12342, EXPO_LINE: 12343, REFERRAL_LINE: 12344}
DYNAMIC_LINES = (SITE_LINE, DIRECT_LINE)
FIRST_CALL, FIRST_CHAT, FIRST_MESSAGE = 730000001, 740000001, 750000001
"""First numbers of communications by their type."""


def site() -> Row:
    """Give the site on which visitors are."""
    return {"site_id": SITE_ID, "site_domain_name": SITE}


def campaign_names(company: Company) -> dict[str, str]:
    """Give the campaigns of the tracking numbers: line -> name."""
    return {line.number: line.name for line in company.pbx_lines if line.number in CAMPAIGN_OF_LINE}


def of_call(line: str, number: int, started: datetime, company: Company) -> Row:
    """Give where an incoming call came from; of numbers that track nothing all is null."""
    if line not in CAMPAIGN_OF_LINE:
        return {"source": "va"}
    known = {
        "source": "dynamic_call_tracking" if line in DYNAMIC_LINES else "call_tracking",
        "communication_id": FIRST_CALL + number,
        "communication_type": "call",
        "communication_number": 1 + number % 3,
        "campaign_id": CAMPAIGN_OF_LINE[line],
        "campaign_name": campaign_names(company)[line],
    }
    if line == SITE_LINE:
        return known | site() | {"channel": "organic", "search_engine": "yandex"} | _visitor(number)
    if line == DIRECT_LINE:
        marks = {
            "channel": "paid",
            **_advertisement(company),
            "utm_campaign": _advertised(number, started, company),
        }
        if company.layout.ads != "vk":
            marks["yclid"] = _digits(f"yclid {number}", 19)
        return known | site() | marks | _visitor(number)
    return known


def of_visit(fields: FieldValues) -> Row:
    """Give the marks of a visit as the site's form has passed them on."""
    known = dict(fields)
    return {
        "utm_source": known.get(UTM_FIELD),
        "utm_medium": known.get(UTM_MEDIUM_FIELD),
        "utm_campaign": known.get(UTM_CAMPAIGN_FIELD),
    }


def _advertisement(company: Company) -> Row:
    source, medium = VK_VISIT if company.layout.ads == "vk" else VISIT
    return {"utm_source": source, "utm_medium": medium}


def _visitor(number: int) -> Row:
    return {
        "visitor_id": 880000000 + number,
        "visitor_session_id": 890000000 + number,
        "visits_count": 1 + number % 4,
        "ym_client_id": _digits(f"ym {number}", 19),
    }


def _advertised(number: int, started: datetime, company: Company) -> str | None:
    day = started.astimezone(MOSCOW).date()
    running = [
        one.id
        for one in company.campaigns
        if one.first_day <= day and (one.last_day is None or day <= one.last_day)
    ]
    return str(running[number % len(running)]) if running else None


def _digits(text: str, length: int) -> str:
    return str(int(hashlib.sha256(text.encode()).hexdigest(), 16))[:length]
