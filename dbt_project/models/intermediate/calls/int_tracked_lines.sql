select
    source,
    {{ normal_phone('line_number') }} as line_number,
    min(channel_key) as channel_key
from {{ ref('stg_files__lines') }}
where
    not is_deleted
    and source is not null
    and channel_key is not null
    and {{ normal_phone('line_number') }} is not null
group by
    source,
    {{ normal_phone('line_number') }}
