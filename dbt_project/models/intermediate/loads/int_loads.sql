select
    vendor,
    source,
    stream,
    batch_id,
    kind,
    stream_version,
    observed_at,
    {{ business_date('observed_at') }} as observed_date,
    window_from,
    window_to,
    is_complete,
    is_reset,
    records as rows,
    deletes,
    quarantined
from {{ ref('stg_run__batches') }}
