select
    row_key as cost_key,
    cast(date_trunc('month', month) as date) as month_date,
    unit_type,
    unit,
    cost_type,
    coalesce(channel_key, 'unallocated') as channel_key,
    amount
from {{ ref('stg_files__costs') }}
where
    not is_deleted
    and month is not null
    and amount is not null
