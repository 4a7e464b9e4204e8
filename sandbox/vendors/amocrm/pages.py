"""How amoCRM answers: HAL pages with links to their neighbours, and problems."""

from __future__ import annotations

from typing import Any

from sandbox.vendors.amocrm.query import BadQuery, Params, Row, build_query, listed, page_asked, whole_number
from sandbox.wire.exchange import Ask, Reply, encode_json

HAL = "application/hal+json"
PROBLEM = "application/problem+json"
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    429: "Too Many Requests",
}


def problem(status: int, detail: str, *, text: bool = False) -> Reply:
    """Give an error as problem+json, or as the plain text that a proxy in front would send."""
    if text:
        return Reply(status, TITLES[status].encode(), "text/html; charset=UTF-8")
    content = {
        "title": TITLES[status],
        "type": f"https://httpstatus.es/{status}",
        "status": status,
        "detail": detail,
    }
    return Reply(status, encode_json(content), PROBLEM)


def linked(ask: Ask, rows: list[Row], params: Params) -> Reply:
    """Give links of records, those to the asked ends where some are asked for."""
    asked = _asked_ends(params)
    rows = [row for row in rows if _leads_to(row, asked)]
    page, limit = page_asked(params, 250)
    shown = rows[(page - 1) * limit : page * limit]
    if not shown:
        return Reply(204)
    numbers = {"page": page, "limit": limit, "more": len(rows) > page * limit}
    links = page_links(f"{ask.root}{ask.path}", params, numbers)
    content = {"_total_items": len(rows), "_links": links, "_embedded": {"links": shown}}
    return Reply(200, encode_json(content), HAL)


def _asked_ends(params: Params) -> Params:
    asked = params.get("filter", {})
    known = {"entity_id", "to_entity_id", "to_entity_type"}
    if not isinstance(asked, dict) or set(asked) - known:
        raise BadQuery("filter: entity_id, to_entity_id and to_entity_type are expected")
    return asked


def _leads_to(row: Row, asked: Params) -> bool:
    ids = [whole_number(one, "filter[to_entity_id]") for one in listed(asked.get("to_entity_id"))]
    kinds = listed(asked.get("to_entity_type"))
    return (not ids or row["to_entity_id"] in ids) and (not kinds or row["to_entity_type"] in kinds)


def page_links(path: str, params: Params, numbers: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Give the links of a page: itself, and its neighbours as far as there are any."""
    if not numbers:
        return {"self": {"href": path}}
    page = numbers["page"]
    wanted = {"self": page}
    if numbers["more"]:
        wanted["next"] = page + 1
    if page > 1:
        wanted |= {"first": 1, "prev": page - 1}
    plain = {key: value for key, value in params.items() if key not in ("page", "limit")}
    return {
        name: {"href": f"{path}?{build_query(plain | {'page': str(number), 'limit': str(numbers['limit'])})}"}
        for name, number in wanted.items()
    }
