with asked as (
    select
        max(as_of) as as_of,
        max(run_id) as run_id
    from {{ ref('stg_run__clock') }}
),

-- Outside orchestration nobody says as of when: then it is the newest reading.
newest_reading as (
    select max(observed_at) as observed_at
    from {{ ref('stg_run__batches') }}
),

run as (
    select
        coalesce(asked.as_of, newest_reading.observed_at, cast('2026-01-01 00:00:00' as timestamp)) as as_of,
        asked.run_id
    from asked
    cross join newest_reading
)

select
    as_of,
    {{ business_date('as_of') }} as as_of_date,
    run_id
from run
