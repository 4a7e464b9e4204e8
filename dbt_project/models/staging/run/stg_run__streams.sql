with deployed_stream as (
    {{ run_file('streams', 'streams.json', ['vendor', 'source', 'stream', 'kind', 'beginning', 'stream_version']) }}
)

select
    vendor,
    source,
    stream,
    kind,
    cast(cast(beginning as timestamptz) at time zone 'UTC' as timestamp) as beginning,
    stream_version
from deployed_stream
