"""amoCRM's list methods: which filters, orders, page sizes, totals and embedded parts each of them has."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sandbox.vendors.amocrm.filters import SPECIAL, Predicate, choice_filter, search, time_filter
from sandbox.vendors.amocrm.query import BadQuery, Params, Row, listed


@dataclass
class AmoTables:
    """Everything the account shows at one instant: records by table, links by entity, the account itself."""

    account: Row
    rows: dict[str, list[Row]]
    links: dict[str, dict[int, list[Row]]] = field(default_factory=dict)


@dataclass(frozen=True)
class ListMethod:
    """One list method; `parts`: embedded part and the `with` value that asks for it ("" = always there)."""

    table: str
    key: str
    times: tuple[str, ...] = ()
    choices: tuple[tuple[str, str, int | None, type], ...] = ()
    special: tuple[str, ...] = ()
    order: tuple[str, ...] = ("id",)
    usual: tuple[str, str] = ("id", "asc")
    largest: int = 250
    totals: tuple[str, ...] = ()
    is_paged: bool = True
    paid_filter: bool = False
    can_search: bool = False
    bare_time: str = "after"
    parts: tuple[tuple[str, str], ...] = ()

    def predicates(self, params: Params, *, exclusive: bool, has_filter: bool = True) -> list[Predicate]:
        """Turn `filter` and `query` into predicates, refusing what this method does not know.

        `has_filter`: else `filter` narrows nothing, as in accounts that have not paid for it.
        """
        found = self._searched(params)
        asked = params.get("filter", {})
        if not has_filter or asked == "":
            return found
        if not isinstance(asked, dict):
            raise BadQuery("filter: this value should be of type array")
        for name, node in asked.items():
            found.append(self._predicate(name, node, exclusive=exclusive))
        return found

    def _searched(self, params: Params) -> list[Predicate]:
        text = str(params.get("query", ""))
        if not text:
            return []
        if not self.can_search:
            raise BadQuery("query: this parameter is not supported here")
        return [search(text)]

    def _predicate(self, name: str, node: Any, *, exclusive: bool) -> Predicate:
        if name in self.times:
            return time_filter(node, name, exclusive=exclusive, bare=self.bare_time)
        if name in self.special:
            return SPECIAL[name](node)
        for known, column, largest, kind in self.choices:
            if name == known:
                return choice_filter(node, column, largest=largest, of=kind)
        raise BadQuery(f"filter[{name}]: this filter is not supported here")

    def show(self, row: Row, params: Params, *, empty_is_array: bool) -> Row:
        """Give the record with the embedded parts that were asked for.

        `empty_is_array`: where none of them holds anything, `[]` stands in their place, as PHP writes them.
        """
        if not self.parts:
            return row
        asked = set(listed(params.get("with")))
        whole = row["_embedded"]
        kept = {
            part: whole[part] for part, name in self.parts if (not name or name in asked) and part in whole
        }
        return {**row, "_embedded": [] if empty_is_array and not any(kept.values()) else kept}


_IDS = ("id", "id", None, int)
_RESPONSIBLE = ("responsible_user_id", "responsible_user_id", None, int)
_WHO = (
    _IDS,
    _RESPONSIBLE,
    ("created_by", "created_by", None, int),
    ("updated_by", "updated_by", None, int),
)
_CARD = partial(
    ListMethod,
    times=("created_at", "updated_at", "closed_at", "closest_task_at"),
    choices=(*_WHO, ("pipeline_id", "pipeline_id", None, int)),
    special=("name", "price", "statuses", "custom_fields_values"),
    paid_filter=True,
    can_search=True,
    bare_time="nothing",
)
_PERSON = partial(
    ListMethod,
    times=("created_at", "updated_at", "closest_task_at"),
    choices=_WHO,
    special=("name", "custom_fields_values"),
    order=("updated_at", "id"),
    paid_filter=True,
    can_search=True,
    bare_time="nothing",
)
_NOTES = partial(
    ListMethod,
    key="notes",
    times=("updated_at",),
    choices=(_IDS, ("entity_id", "entity_id", None, int), ("note_type", "note_type", None, str)),
    order=("updated_at", "id"),
)
_FIELDS = partial(
    ListMethod,
    key="custom_fields",
    largest=50,
    totals=("_total_items", "_page", "_page_count"),
    order=("sort", "id"),
)
_TAGS = partial(
    ListMethod, key="tags", choices=(_IDS, ("name", "name", None, str)), order=("name", "id"), can_search=True
)

METHODS: dict[str, ListMethod] = {
    "leads": _CARD(
        "leads",
        "leads",
        order=("created_at", "updated_at", "id"),
        parts=(
            ("tags", ""),
            ("companies", ""),
            ("contacts", "contacts"),
            ("catalog_elements", "catalog_elements"),
            ("loss_reason", "loss_reason"),
            ("source", "source"),
        ),
    ),
    "contacts": _PERSON("contacts", "contacts", parts=(("tags", ""), ("companies", ""), ("leads", "leads"))),
    "companies": _PERSON(
        "companies", "companies", parts=(("tags", ""), ("contacts", "contacts"), ("leads", "leads"))
    ),
    "tasks": ListMethod(
        "tasks",
        "tasks",
        times=("updated_at",),
        choices=(
            _IDS,
            _RESPONSIBLE,
            ("task_type", "task_type_id", None, int),
            ("entity_type", "entity_type", None, str),
            ("entity_id", "entity_id", None, int),
        ),
        special=("is_completed",),
        order=("created_at", "complete_till", "id"),
    ),
    "leads/notes": _NOTES("lead_notes"),
    "contacts/notes": _NOTES("contact_notes"),
    "companies/notes": _NOTES("company_notes"),
    "leads/custom_fields": _FIELDS("lead_custom_fields"),
    "contacts/custom_fields": _FIELDS("contact_custom_fields"),
    "companies/custom_fields": _FIELDS("company_custom_fields"),
    "events": ListMethod(
        "events",
        "events",
        times=("created_at",),
        choices=(
            ("id", "id", 100, str),
            ("created_by", "created_by", 10, int),
            ("entity", "entity_type", None, str),
            ("entity_id", "entity_id", 10, int),
            ("type", "type", None, str),
        ),
        special=("value_after", "value_before"),
        order=(),
        usual=("created_at", "desc"),
        largest=100,
    ),
    "events/types": ListMethod("event_types", "events_types", order=(), usual=("id", "asc"), is_paged=False),
    "users": ListMethod(
        "users",
        "users",
        order=(),
        totals=("_total_items", "_page", "_page_count"),
        parts=(("roles", "role"), ("groups", "group")),
    ),
    "roles": ListMethod(
        "roles",
        "roles",
        order=(),
        totals=("_total_items", "_page", "_page_count"),
        parts=(("users", "users"),),
    ),
    "sources": ListMethod("sources", "sources", order=(), totals=("_total_items",)),
    "catalogs": ListMethod("catalogs", "catalogs"),
    "leads/tags": _TAGS("lead_tags"),
    "contacts/tags": _TAGS("contact_tags"),
    "companies/tags": _TAGS("company_tags"),
    "leads/pipelines": ListMethod("pipelines", "pipelines", totals=("_total_items",), is_paged=False),
    "leads/loss_reasons": ListMethod(
        "loss_reasons", "loss_reasons", totals=("_total_items",), is_paged=False
    ),
}
STATUSES = ListMethod("statuses", "statuses")
DELETED = ListMethod(
    "deleted_leads", "leads", times=("updated_at",), choices=(_IDS,), order=("updated_at", "id")
)


def check_events(params: Params) -> None:
    """Refuse `filter[entity_id]` without exactly one `filter[entity]`."""
    asked: Any = params.get("filter")
    if isinstance(asked, dict) and "entity_id" in asked and len(listed(asked.get("entity"))) != 1:
        raise BadQuery("filter[entity_id]: exactly one filter[entity] is required")
