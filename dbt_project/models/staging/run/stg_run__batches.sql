with batch_file as (
    select
        vendor,
        source,
        stream,
        batch_id,
        is_complete,
        {{ parsed('footer', {
            'kind': 'VARCHAR',
            'stream_version': 'VARCHAR',
            'observed_at': 'VARCHAR',
            'window_from': 'VARCHAR',
            'window_to': 'VARCHAR',
            'days': ['VARCHAR'],
            'reset': 'BOOLEAN',
            'rows': 'BIGINT',
            'deletes': 'BIGINT',
            'quarantined': 'BIGINT',
        }) }} as footer
    from {{ source('run', 'batches') }}
)

select
    vendor,
    source,
    stream,
    batch_id,
    footer.kind,
    footer.stream_version,
    cast(cast(footer.observed_at as timestamptz) at time zone 'UTC' as timestamp) as observed_at,
    cast(cast(footer.window_from as timestamptz) at time zone 'UTC' as timestamp) as window_from,
    cast(cast(footer.window_to as timestamptz) at time zone 'UTC' as timestamp) as window_to,
    footer.days,
    is_complete,
    coalesce(footer.reset, false) as is_reset,
    footer."rows" as records,
    footer.deletes,
    footer.quarantined
from batch_file
