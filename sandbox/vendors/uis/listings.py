"""The lists of the Data API: fields of their rows, which of them come unasked, by which time they are cut.

The fields of calls, legs and employees are documented. Of the other lists the key is known and, of reports,
`date_time` and UTM; further names are those that public clients ask for, and null here where nothing of the
company stands behind them. Which fields of these lists come unasked is unverified.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
_SITE = ("site_id", "site_domain_name")
_CAMPAIGN = ("campaign_id", "campaign_name")
_VISITOR = ("visitor_id", "visitor_name", "visitor_phone_number", "visitor_email")
_EMPLOYEE = ("employee_id", "employee_full_name")
_COMMUNICATION = ("communication_id", "communication_type", "communication_number")
_EXTENDED_UTM = (*(f"eq_{name}" for name in _UTM), "eq_utm_referrer", "eq_utm_expid")
_OPENSTAT = ("openstat_ad", "openstat_campaign", "openstat_service", "openstat_source")
_WEB = (
    "ua_client_id", "ym_client_id", "gclid", "yclid", "ymclid", "ef_id", "channel", "search_query",
    "search_engine", "referrer", "referrer_domain", "entrance_page", "communication_page_url",
)  # fmt: skip
_SALE = ("sale_date", "sale_cost")
_VISIT = (
    "visitor_id", "person_id", "visitor_session_id", "visits_count", "visitor_type", "visitor_city",
    "visitor_region", "visitor_country", "visitor_device", "visitor_custom_properties", "segments",
    "visitor_first_campaign_id", "visitor_first_campaign_name", "visit_other_campaign",
)  # fmt: skip
# What every report of communications may be asked for, whatever the communication was.
_OF_EVERY_REPORT = (
    *_CAMPAIGN, "utm_referrer", *_EXTENDED_UTM, *_OPENSTAT, *_WEB, *_SALE, *_VISIT, "attributes", "tags",
)  # fmt: skip
_TIMES = frozenset(
    (
        *("start_time", "finish_time", "connect_time", "date_time", "sale_date", "process_time"),
        *("creation_time", "creation_date", "activation_date"),
    )
)
_FLAGS = re.compile(r"is_\w+|\w+_enabled|calls_available|coach|operator|track_subdomains|show_visitor_id"
                    r"|visit_other_campaign")  # fmt: skip
_NUMBERS = re.compile(r"id|\w+_(id|count|duration|cost|rating|raiting|code|lifetime|period)|duration"
                      r"|answer_time|communication_number|costs|cost_ratio")  # fmt: skip
_MARKS = frozenset({"ua_client_id", "ym_client_id", "ef_id"})
_NESTED = frozenset({"attributes", "tags", "segments", "visitor_custom_properties"})


@dataclass(frozen=True)
class Listing:
    """One list: `table` holds its rows; `dated_by` is the field of a report's period, None for a directory.

    `usual`: the fields that come unasked, all where it is empty. `nested`: lists and objects, neither
    filtered nor sorted by. `struck`: the field whose type a fault changes.
    """

    table: str
    fields: tuple[str, ...]
    usual: tuple[str, ...] = ()
    nested: frozenset[str] = frozenset()
    dated_by: str | None = None
    struck: str = "name"

    @property
    def parameters(self) -> frozenset[str]:
        """Name the parameters beside the token that a call may have."""
        own = {"limit", "offset", "fields", "filter", "sort"}
        if self.dated_by:
            own |= {"date_from", "date_till"}
        return frozenset(own | ({"include_ongoing_calls"} if self.table == "calls" else set()))


_USUAL_OF_CALLS = (
    "id", "start_time", "finish_time", "direction", "source", "is_lost", "finish_reason", "communication_id",
    "communication_type", "wait_duration", "total_wait_duration", "talk_duration", "clean_talk_duration",
    "total_duration", "call_records", "virtual_phone_number",
)  # fmt: skip
_MORE_OF_CALLS = (
    "communication_number", "postprocess_duration", "lost_call_processing_duration", "contact_phone_number",
    "contact_id", "contact_full_name", "employees", "first_answered_employee_id",
    "first_answered_employee_full_name", "last_answered_employee_id", "last_answered_employee_full_name",
    "last_answered_employee_rating", "last_talked_employee_id", "scenario_id", "scenario_name",
    "scenario_operations", *_UTM, *_OF_EVERY_REPORT, "cpn_region_id", "cpn_region_name", *_SITE,
    "is_transfer",
)  # fmt: skip
_OF_LEGS = (
    "id", "call_session_id", "start_time", "connect_time", "duration", "total_duration", "direction",
    "calling_phone_number", "called_phone_number", "virtual_phone_number", "is_operator", *_EMPLOYEE,
    "employee_phone_number", "employee_rating", "is_transfered", "is_failed", "is_talked", "is_coach",
    "release_cause_code", "release_cause_description", "action_id", "action_name", "group_id", "group_name",
    "contact_id", "contact_full_name", "contact_phone_number", "scenario_id", "scenario_name", "call_records",
)  # fmt: skip
_OF_EMPLOYEES = (
    "id", "first_name", "last_name", "patronymic", "full_name", "status", "status_id", "email", "schedule_id",
    "schedule_name", "calls_available", "extension", "phone_numbers", "groups", "allowed_in_call_types",
    "allowed_out_call_types", "call_recording", "coach", "operator",
)  # fmt: skip

_OF_SITES = ("id", "domain_name")
_MORE_OF_SITES = (
    "default_phone_number", "default_scenario", "site_key", "industry_id", "industry_name", "creation_date",
    "target_call_min_duration", "track_subdomains", "cookie_lifetime", "campaign_lifetime", "sales_enabled",
    "second_communication_period", "services_enabled", "replacement_dynamical_block_enabled", "widget_link",
    "show_visitor_id", "site_blocks", "connected_integrations",
)  # fmt: skip
_OF_CAMPAIGNS = ("id", "name", "status", *_SITE)
_MORE_OF_CAMPAIGNS = (
    "description", "creation_time", "engine", "type", "costs", "cost_ratio", "cost_ratio_operator",
    "site_blocks", "dynamic_call_tracking", "campaign_conditions",
)  # fmt: skip
_OF_LINES = ("id", "virtual_phone_number", "status", "campaigns", "scenarios")
_OF_GROUPS = ("id", "name", "group_phone_number", "members")
_OF_CHATS = ("id", "date_time", *_COMMUNICATION, *_SITE, *_EMPLOYEE, "messages_count", *_UTM)
_MORE_OF_CHATS = (
    "status", "initiator", "source", "duration", "answer_time", "is_transfer", "release_cause",
    "employee_messages_count", "employee_raiting", *_OF_EVERY_REPORT,
)  # fmt: skip
_OF_MESSAGES = ("id", "date_time", *_COMMUNICATION, "text", *_SITE, *_VISITOR, *_UTM)
_MORE_OF_MESSAGES = (
    "status", "process_time", "form_type", "source", "group_id", "group_name", *_EMPLOYEE,
    "employee_answer_message", "employee_comment", *_OF_EVERY_REPORT,
)  # fmt: skip
_OF_COMMUNICATIONS = (
    "id", "communication_type", "communication_number", "date_time", *_SITE, *_CAMPAIGN, *_UTM, "gclid",
    "yclid", "ym_client_id",
)  # fmt: skip


def type_of(name: str) -> Literal["number", "flag", "moment", "text"]:
    """Give the type of a field that is neither a list nor an object."""
    if name in _TIMES:
        return "moment"
    if _FLAGS.fullmatch(name):
        return "flag"
    return "number" if name not in _MARKS and _NUMBERS.fullmatch(name) else "text"


def _once(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


LISTINGS = {
    "get.account": Listing("account", ("app_id", "name", "timezone")),
    "get.employees": Listing(
        "employees",
        _OF_EMPLOYEES,
        nested=frozenset(
            {"extension", "phone_numbers", "groups", "allowed_in_call_types", "allowed_out_call_types"}
        ),
        struck="full_name",
    ),
    "get.group_employees": Listing(
        "groups",
        (*_OF_GROUPS, "phone_number", "queue_enabled", "channels_count"),
        usual=_OF_GROUPS,
        nested=frozenset({"members"}),
    ),
    "get.virtual_numbers": Listing(
        "virtual_numbers",
        (*_OF_LINES, "redirection_phone_number", "activation_date", "category", "type", "site_blocks"),
        usual=_OF_LINES,
        nested=frozenset({"campaigns", "scenarios", "site_blocks"}),
        struck="virtual_phone_number",
    ),
    "get.sites": Listing(
        "sites",
        (*_OF_SITES, *_MORE_OF_SITES),
        usual=_OF_SITES,
        nested=frozenset({"site_blocks", "connected_integrations"}),
        struck="domain_name",
    ),
    "get.scenarios": Listing("scenarios", ("id", "name")),
    "get.campaigns": Listing(
        "campaigns",
        (*_OF_CAMPAIGNS, *_MORE_OF_CAMPAIGNS),
        usual=_OF_CAMPAIGNS,
        nested=frozenset({"site_blocks", "dynamic_call_tracking", "campaign_conditions"}),
    ),
    "get.tags": Listing("tags", ("id", "name", "is_system"), usual=("id", "name")),
    "get.calls_report": Listing(
        "calls",
        (*_USUAL_OF_CALLS, *_MORE_OF_CALLS),
        usual=_USUAL_OF_CALLS,
        nested=_NESTED | {"call_records", "employees", "scenario_operations"},
        dated_by="start_time",
        struck="clean_talk_duration",
    ),
    "get.call_legs_report": Listing(
        "legs", _OF_LEGS, nested=frozenset({"call_records"}), dated_by="start_time", struck="duration"
    ),
    "get.chats_report": Listing(
        "chats",
        (*_OF_CHATS, *_MORE_OF_CHATS),
        usual=_OF_CHATS,
        nested=_NESTED,
        dated_by="date_time",
        struck="messages_count",
    ),
    "get.offline_messages_report": Listing(
        "offline_messages",
        _once(*_OF_MESSAGES, *_MORE_OF_MESSAGES),
        usual=_OF_MESSAGES,
        nested=_NESTED,
        dated_by="date_time",
        struck="visitor_name",
    ),
    "get.communications_report": Listing(
        "communications",
        _once(*_OF_COMMUNICATIONS, *_OF_EVERY_REPORT),
        usual=_OF_COMMUNICATIONS,
        nested=_NESTED,
        dated_by="date_time",
        struck="communication_type",
    ),
}
