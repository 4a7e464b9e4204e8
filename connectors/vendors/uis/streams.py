"""The reports and lists that are read, and of each which fields: what is not asked for does not come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.kit.stream import Kind, Stream
from connectors.vendors.uis.paging import TOTAL, OffsetPages

PATH = "/v2.0"
_RECORDS = "result.data"
_UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
_WEB = ("ym_client_id", "yclid", "gclid")
_SITE = ("site_id", "site_domain_name", "campaign_id", "campaign_name", *_UTM, *_WEB)


@dataclass(frozen=True)
class Report:
    """A method. `needed`: fields without which a record says nothing; `more`: those an account may lack.

    `begins`: the field with the instant of a record of a report by days, in the account's wall-clock time.
    """

    method: str
    needed: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    begins: str = ""


REPORTS: Mapping[str, Report] = {
    "employees": Report("get.employees"),
    "sites": Report("get.sites"),
    "campaigns": Report("get.campaigns"),
    "call_legs": Report(
        "get.call_legs_report",
        needed=(
            "id",
            "call_session_id",
            "start_time",
            "duration",
            "direction",
            "is_operator",
            "employee_id",
            "is_talked",
        ),
        more=(
            "connect_time",
            "total_duration",
            "is_transfered",
            "is_failed",
            "group_id",
            "release_cause_code",
        ),
        begins="start_time",
    ),
    "calls": Report(
        "get.calls_report",
        needed=(
            "id",
            "start_time",
            "direction",
            "is_lost",
            "talk_duration",
            "contact_phone_number",
            "virtual_phone_number",
        ),
        more=(
            "finish_time",
            "source",
            "finish_reason",
            "wait_duration",
            "total_wait_duration",
            "clean_talk_duration",
            "total_duration",
            "employees",
            "first_answered_employee_id",
            "last_answered_employee_id",
            "communication_id",
            "is_transfer",
            "tags",
            "visitor_id",
            *_SITE,
        ),
        begins="start_time",
    ),
    "chats": Report("get.chats_report", begins="date_time"),
    "offline_messages": Report("get.offline_messages_report", begins="date_time"),
}


def _stream(name: str, *, optional: bool = False) -> Stream:
    kind = Kind.BY_DAY if REPORTS[name].begins else Kind.WHOLE
    return Stream(
        name,
        PATH,
        _RECORDS,
        kind=kind,
        paging=OffsetPages(),
        params=(("method", REPORTS[name].method),),
        total=TOTAL,
        optional=optional,
        live=kind is Kind.BY_DAY,
    )


# Calls before their legs: a leg without its call says nothing yet, a call without its legs says too little.
STREAMS = (
    _stream("employees"),
    _stream("sites", optional=True),
    _stream("campaigns", optional=True),
    _stream("calls"),
    _stream("call_legs"),
    _stream("chats", optional=True),
    _stream("offline_messages", optional=True),
)
