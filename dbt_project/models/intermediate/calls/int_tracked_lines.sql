with written_line as (
    select distinct
        source,
        {{ normal_phone('line_number') }} as line_number,
        channel_key
    from {{ ref('stg_files__lines') }}
    where
        not is_deleted
        and source is not null
        and channel_key is not null
        and {{ normal_phone('line_number') }} is not null
)

select
    source,
    line_number,
    -- A line that is written down for two channels, however its number is spelled, brings calls to neither.
    case when count(*) = 1 then min(channel_key) end as channel_key,
    count(*) > 1 as is_ambiguous,
    min(channel_key) || ', ' || max(channel_key) as channels_shown
from written_line
group by
    source,
    line_number
