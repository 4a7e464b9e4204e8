"""Who and what the facts are about: employees, departments, pipelines, channels, campaigns."""

from collections.abc import Iterable
from typing import Any

from page.columns import Encoding, Names
from page.queries import query
from page.shelf_reader import Shelf

# What stands in the place of a key where there is none; the page says it in the reader's language.
NOBODY = frozenset({"unassigned", "none", "unmapped", "unlinked", "unallocated"})


def read_units(shelf: Shelf, names: Names) -> list[dict[str, Any]]:
    """Departments by index."""
    if shelf.lacks("dim_org_unit"):
        return []
    return [_entry(names, key, name) for key, name in shelf.read(query("units"))[1]]


def read_people(shelf: Shelf, names: Names, units: Names, encoding: Encoding) -> list[dict[str, Any]]:
    """Employees by index; `units`: `[first day, department]` of each period, the first from day 0."""
    people: dict[str, dict[str, Any]] = {}
    for key, name, unit, since, is_active in shelf.read(query("people"))[1]:
        if key not in people:
            people[key] = {**_entry(names, key, name), "active": int(bool(is_active)), "units": []}
        _add_period(people[key]["units"], max(encoding.day(since), 0), units.index(unit))
    return list(people.values())


def read_pipelines(shelf: Shelf, names: Names) -> list[dict[str, Any]]:
    """Pipelines by index, with the funnel steps that their stages are mapped to."""
    if shelf.lacks("dim_pipeline_stage"):
        return []
    rows = shelf.read(query("pipelines"))[1]
    return [{**_entry(names, key, name), "steps": steps or []} for key, name, steps in rows]


def name_channels(shelf: Shelf, names: Names) -> list[dict[str, Any]]:
    """Channels by index: every one that a fact has met."""
    known: dict[str, str] = {}
    for mart, question in (("fct_lead", "lead_channels"), ("dim_channel", "named_channels")):
        if not shelf.lacks(mart):
            known |= dict(shelf.read(query(question))[1])
    return [_entry(names, key, known.get(key)) for key in names.keys]


def name_campaigns(shelf: Shelf, names: Names) -> list[dict[str, Any]]:
    """Campaigns by index."""
    known: dict[str, str] = {}
    if not shelf.lacks("mart_channel_performance"):
        known = dict(shelf.read(query("campaigns"))[1])
    return [_entry(names, key, known.get(key)) for key in names.keys]


def complete(entries: Iterable[dict[str, Any]], names: Names) -> list[dict[str, Any]]:
    """The entries, and one under its bare key for everything that only a fact knew."""
    known = list(entries)
    return known + [{"name": key} for key in names.keys[len(known) :]]


def _entry(names: Names, key: str, name: str | None) -> dict[str, Any]:
    names.index(key)
    return {"key": key} if key in NOBODY else {"name": name or key}


def _add_period(periods: list[list[int | None]], first_day: int, unit: int | None) -> None:
    """Periods come in order: one from before day 0 counts from it, one in the same department goes on."""
    if periods and periods[-1][0] == first_day:
        periods.pop()
    if not periods or periods[-1][1] != unit:
        periods.append([first_day, unit])
