"""`doctor --write-mappings`: every stage, loss reason, channel and user in the landing, as CSVs to fill.

A row that is already in a file stays as it is, with what a person wrote beside it; new ones are added below.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from connectors.landing import Landing
from connectors.tables.streams import CONTRACTS
from connectors.tables.writing import add_rows, rows_of
from expectations.statements import as_pattern
from orchestration.deployment.deployment import Deployment

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
    """What one CSV lists: of which vendor's stream, by which query; `table` is the contract it is read by.

    The query gives the columns of the contract without the first one, `source`.
    """

    vendor: str
    stream: str
    table: str
    query: str


LISTINGS = (
    Listing("amocrm", "pipelines", "stages", _STAGES),
    Listing("amocrm", "loss_reasons", "loss_reasons", _LOSS_REASONS),
    Listing("amocrm", "leads", "channels", _CHANNELS),
    Listing("amocrm", "users", "employees", _AMOCRM_USERS),
    Listing("onec", "users", "employees", _ONEC_USERS),
)


def write_mappings(deployment: Deployment, folder: Path) -> dict[str, int]:
    """Add what the landing holds and the CSVs of `folder` do not; returns file name → rows added.

    UnexpectedReply if a CSV that is there already is no table of its kind.
    """
    landing = Landing(str(deployment.state.landing))
    added: dict[str, int] = {}
    for listing in LISTINGS:
        contract, file = CONTRACTS[listing.table], folder / f"{listing.table}.csv"
        found = _found(deployment, landing, listing, folder)
        added[file.name] = added.get(file.name, 0) + add_rows(
            contract, file, found, language=deployment.language
        )
    return added


def _found(
    deployment: Deployment, landing: Landing, listing: Listing, folder: Path
) -> Iterator[dict[str, str]]:
    """The rows of a listing for every deployed source of its vendor, without cells that are refused."""
    columns = CONTRACTS[listing.table].columns
    for source, entry in deployment.sources.items():
        batches = landing.batches(source, listing.stream) if entry.vendor == listing.vendor else []
        if not batches:
            continue
        parameters = {"fields": _channel_fields(source, folder)} if listing.query is _CHANNELS else {}
        with duckdb.connect() as memory:
            files = [as_pattern(deployment.state.landing / batch.path) for batch in batches]
            memory.execute(f"create table records as {_LATEST}", {"files": files})
            for row in memory.execute(listing.query, parameters).fetchall():
                values = zip(columns, (source, *row), strict=True)
                yield {column.field: column.kind.or_nothing(value) for column, value in values}


def _channel_fields(source: str, folder: Path) -> list[str]:
    """The lead fields that fields.csv calls the channel of this source; the channel values come from them."""
    rows = rows_of(CONTRACTS["fields"], folder / "fields.csv")
    return [str(row["field"]) for row in rows if (row["source"], row["meaning"]) == (source, "channel")]
