"""`doctor --write-mappings`: every stage, loss reason, channel and user in the landing, as CSVs to fill.

A row that is already in a file stays as it is, with what a person wrote beside it; new ones are added below.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from connectors.landing import Landing
from orchestration.deployment import Deployment

_LATEST = """
    select cast(_payload as json) as record from (
        select
            _payload, _op,
            row_number() over (partition by _key order by _observed_at desc, _batch_id desc) as age
        from read_parquet($files)
    ) where age = 1 and _op = 'upsert'
"""
_STAGES = """
    select
        pipeline ->> 'id', pipeline ->> 'name', stage ->> 'id', stage ->> 'name',
        case stage ->> 'id' when '142' then 'paid' when '143' then 'lost' else
            case stage ->> 'type' when '1' then 'lead' else '' end end,
        case stage ->> 'id' when '142' then 'true' else 'false' end
    from (
        select record as pipeline, unnest(cast(record -> '$._embedded.statuses' as json[])) as stage
        from records
    )
    order by cast(pipeline ->> 'id' as bigint), cast(stage ->> 'sort' as bigint)
"""
_LOSS_REASONS = "select record ->> 'id', record ->> 'name', '', '' from records order by 1"
_CHANNELS = """
    select distinct value ->> 'value', '', value ->> 'value'
    from (
        select unnest(cast(field -> 'values' as json[])) as value
        from (select unnest(cast(record -> 'custom_fields_values' as json[])) as field from records)
        where list_contains($fields, field ->> 'field_id') or list_contains($fields, field ->> 'field_code')
            or list_contains($fields, field ->> 'field_name')
    )
    order by 1
"""
_AMOCRM_USERS = "select record ->> 'id', record ->> 'name', record ->> 'email' from records order by 1"
_ONEC_USERS = """
    select
        record ->> 'Ref_Key', record ->> 'Description',
        coalesce((
            select any_value(coalesce(nullif(line ->> 'АдресЭП', ''), line ->> 'Представление'))
            from (select unnest(cast(record -> 'КонтактнаяИнформация' as json[])) as line)
            where line ->> 'Тип' = 'АдресЭлектроннойПочты'
        ), '')
    from records order by 2
"""


@dataclass(frozen=True)
class Listing:
    """What one CSV lists: from which stream, by which query, and which columns identify a row."""

    vendor: str
    stream: str
    file: str
    header: tuple[str, ...]
    identity: tuple[str, ...]
    query: str


LISTINGS = (
    Listing(
        "amocrm",
        "pipelines",
        "stages.csv",
        ("source", "pipeline_id", "pipeline_name", "stage_id", "stage_name", "step", "is_won"),
        ("source", "pipeline_id", "stage_id"),
        _STAGES,
    ),
    Listing(
        "amocrm",
        "loss_reasons",
        "loss_reasons.csv",
        ("source", "loss_reason_id", "loss_reason_name", "is_junk", "junk_class"),
        ("source", "loss_reason_id"),
        _LOSS_REASONS,
    ),
    Listing(
        "amocrm",
        "leads",
        "channels.csv",
        ("source", "value", "channel_key", "channel_name"),
        ("source", "value"),
        _CHANNELS,
    ),
    Listing(
        "amocrm",
        "users",
        "employees.csv",
        ("source", "source_user_id", "user_name", "email"),
        ("source", "source_user_id"),
        _AMOCRM_USERS,
    ),
    Listing(
        "onec",
        "users",
        "employees.csv",
        ("source", "source_user_id", "user_name", "email"),
        ("source", "source_user_id"),
        _ONEC_USERS,
    ),
)


def write_mappings(deployment: Deployment, folder: Path) -> dict[str, int]:
    """Add what the landing holds and the CSVs of `folder` do not; returns file name → rows added."""
    folder.mkdir(parents=True, exist_ok=True)
    landing = Landing(str(deployment.state.landing))
    added: dict[str, int] = {}
    for listing in LISTINGS:
        file = folder / listing.file
        known = {_identity(row, listing) for row in _rows(file)}
        fresh = [
            row
            for row in _found(deployment, landing, listing, folder)
            if _identity(row, listing) not in known
        ]
        _append(file, listing.header, fresh)
        added[listing.file] = added.get(listing.file, 0) + len(fresh)
    return added


def _found(
    deployment: Deployment, landing: Landing, listing: Listing, folder: Path
) -> Iterator[dict[str, str]]:
    """The rows of a listing for every deployed source of its vendor, values as text."""
    for source, entry in deployment.sources.items():
        batches = landing.batches(source, listing.stream) if entry.vendor == listing.vendor else []
        if not batches:
            continue
        parameters = {"fields": _channel_fields(source, folder)} if listing.query is _CHANNELS else {}
        with duckdb.connect() as memory:
            files = [str(deployment.state.landing / batch.path) for batch in batches]
            memory.execute(f"create table records as {_LATEST}", {"files": files})
            for row in memory.execute(listing.query, parameters).fetchall():
                values = (source, *("" if one is None else str(one) for one in row))
                yield dict(zip(listing.header, values, strict=True))


def _channel_fields(source: str, folder: Path) -> list[str]:
    """The lead fields that fields.csv calls the channel of this source; the channel values come from them."""
    rows = _rows(folder / "fields.csv")
    return [row["field"] for row in rows if (row["source"], row["meaning"]) == (source, "channel")]


def _identity(row: Mapping[str, str], listing: Listing) -> tuple[str, ...]:
    return tuple(row.get(name) or "" for name in listing.identity)


def _rows(file: Path) -> list[dict[str, str]]:
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def _append(file: Path, header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Add rows below what is there, in the file's own order of columns; nothing that stands is rewritten."""
    if not rows:
        return
    text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    own = next(csv.reader(text.splitlines()), None) if text else None
    with file.open("a", encoding="utf-8", newline="") as out:
        if text and not text.endswith("\n"):
            out.write("\n")
        writer = csv.DictWriter(out, own or header, lineterminator="\n", extrasaction="ignore")
        if own is None:
            writer.writeheader()
        writer.writerows(rows)
