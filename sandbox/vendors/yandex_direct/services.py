"""Direct's dictionaries and changes: campaigns in pages, the client, from which day statistics changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sandbox.vendors.yandex_direct import codes
from sandbox.vendors.yandex_direct.codes import Declined
from sandbox.wire.faults import Fault

Row = dict[str, Any]
MOST_IDS = 3000
CAMPAIGN_FIELDS = (
    "Id", "Name", "Type", "Status", "State", "StatusPayment", "StartDate", "EndDate", "Currency", "TimeZone",
    "ClientInfo", "Funds", "Statistics",
)  # fmt: skip
OWN_FIELDS = {
    "UnifiedCampaignFieldNames": ("UnifiedCampaign", ("CounterIds", "TrackingParams")),
    "TextCampaignFieldNames": ("TextCampaign", ("CounterIds", "TrackingParams")),
}
CLIENT_FIELDS = ("ClientId", "Login", "Currency", "VatRate", "Type", "AccountQuality", "Settings")
CRITERIA: dict[str, type] = {
    "Ids": int, "Types": str, "States": str, "Statuses": str, "StatusesPayment": str,
}  # fmt: skip
OWN_NAMES = {
    "Ids": "Id", "Types": "Type", "States": "State", "Statuses": "Status", "StatusesPayment": "StatusPayment",
}  # fmt: skip
USUAL_STATES = ("ON", "OFF", "SUSPENDED", "ENDED", "CONVERTED")


@dataclass(frozen=True)
class ReportedDay:
    """A campaign's day as reported now: costs without and with VAT in millionths of a rouble."""

    day: date
    campaign: int
    impressions: int
    clicks: int
    net: int
    gross: int


@dataclass(frozen=True)
class DirectTables:
    """Everything Direct shows at one instant; `reported` tells when a (campaign, day) was last written."""

    login: str
    clients: list[Row]
    campaigns: list[Row]
    days: list[ReportedDay]
    reported: dict[tuple[int, date], datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Rows of one answer, the offset at which the next page starts, and what the rows cost in points."""

    rows: list[Row]
    limited_by: int | None = None

    @property
    def points(self) -> int:
        """Give the points that the rows cost."""
        return len(self.rows)


def list_campaigns(
    tables: DirectTables, params: Row, generation: str, *, most: int, again: Fault | None = None
) -> Page:
    """Answer `campaigns.get`; v501 alone knows unified campaigns, archived ones come when States ask."""
    names = _names(params, "FieldNames", CAMPAIGN_FIELDS)
    own = {key: _names(params, key, known) for key, (_, known) in OWN_FIELDS.items() if key in params}
    wanted = params.get("SelectionCriteria")
    if not isinstance(wanted, dict):
        raise Declined(codes.BAD_REQUEST, "SelectionCriteria must be an object")
    _check_criteria(wanted)
    known = ("SelectionCriteria", "Page")
    if unknown := [key for key in params if key not in known and not key.endswith("FieldNames")]:
        raise Declined(codes.BAD_REQUEST, f"params has unknown fields: {', '.join(unknown)}")
    rows = [
        row
        for row in tables.campaigns
        if (generation == "v501" or row["Type"] != "UNIFIED_CAMPAIGN") and _is_wanted(row, wanted)
    ]
    limit, offset = _page(params, most)
    if again:
        again.spend()
        offset = 0
    more = bool(again) or len(rows) > offset + limit
    shown = [_shown(row, names, own) for row in rows[offset : offset + limit]]
    return Page(shown, offset + limit if more else None)


def _check_criteria(wanted: Row) -> None:
    """Let criteria pass that are lists of the right kind. Raises Declined."""
    for name, values in wanted.items():
        kind = CRITERIA.get(name)
        if kind is None:
            raise Declined(codes.BAD_REQUEST, f"SelectionCriteria has an unknown field: {name}")
        if not isinstance(values, list) or not all(type(value) is kind for value in values):
            raise Declined(codes.BAD_REQUEST, f"SelectionCriteria.{name} must be a list of {kind.__name__}")
        if not values:
            raise Declined(codes.BAD_PARAMETERS, f"SelectionCriteria.{name} must not be empty")


def _is_wanted(row: Row, wanted: Row) -> bool:
    chosen = {"States": USUAL_STATES, **wanted}
    return all(row[OWN_NAMES[name]] in values for name, values in chosen.items())


def _shown(row: Row, names: list[str], own: dict[str, list[str]]) -> Row:
    shown = {name: row[name] for name in names}
    for key, asked in own.items():
        part = OWN_FIELDS[key][0]
        if part in row:
            shown[part] = {name: row[part][name] for name in asked}
    return shown


def _page(params: Row, most: int) -> tuple[int, int]:
    asked = params.get("Page", {})
    if not isinstance(asked, dict):
        raise Declined(codes.BAD_REQUEST, "Page must be an object")
    limit, offset = asked.get("Limit", most), asked.get("Offset", 0)
    if not (type(limit) is type(offset) is int and 0 < limit <= 10_000 and offset >= 0):
        raise Declined(codes.BAD_PARAMETERS, "Page.Limit must be 1 to 10000 and Page.Offset 0 or more")
    return min(limit, most), offset


def list_clients(tables: DirectTables, params: Row) -> Page:
    """Answer `clients.get`: the advertiser to whom the token belongs."""
    names = _names(params, "FieldNames", CLIENT_FIELDS)
    return Page([{name: row[name] for name in names} for row in tables.clients])


def check_changes(tables: DirectTables, params: Row, *, now: datetime) -> Row:
    """Answer `changes.check`: from which day on each campaign's statistics changed since the timestamp."""
    names = _names(params, "FieldNames", ("CampaignIds", "CampaignsStat"))
    ids = params.get("CampaignIds")
    if not isinstance(ids, list) or not 0 < len(ids) <= MOST_IDS:
        raise Declined(codes.BAD_PARAMETERS, f"CampaignIds must name 1 to {MOST_IDS} campaigns")
    if not all(type(id_) is int for id_ in ids):
        raise Declined(codes.BAD_REQUEST, "CampaignIds must be a list of whole numbers")
    since = _moment(params.get("Timestamp"))
    known = {row["Id"] for row in tables.campaigns}
    borders = _borders(tables, since)
    stat = [{"CampaignId": id_, "BorderDate": borders[id_].isoformat()} for id_ in ids if id_ in borders]
    modified = {"CampaignsStat": stat} if "CampaignsStat" in names and stat else {}
    lost = [id_ for id_ in ids if id_ not in known]
    stamp = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "Modified": modified,
        **({"NotFound": {"CampaignIds": lost}} if lost else {}),
        "Timestamp": stamp,
    }


def _borders(tables: DirectTables, since: datetime) -> dict[int, date]:
    borders: dict[int, date] = {}
    for (campaign, day), at in tables.reported.items():
        if at > since:
            borders[campaign] = min(day, borders.get(campaign, day))
    return borders


def _moment(text: Any) -> datetime:
    try:
        return datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Declined(codes.BAD_PARAMETERS, "Timestamp must look like 2026-09-03T02:00:00Z") from None


def _names(params: Row, key: str, known: Iterable[str]) -> list[str]:
    names = params.get(key)
    if not isinstance(names, list) or not names:
        raise Declined(codes.BAD_REQUEST, f"{key} must be a list with at least one name")
    if unknown := [name for name in names if name not in known]:
        raise Declined(codes.BAD_REQUEST, f"{key} has unknown values: {', '.join(map(str, unknown))}")
    return names
