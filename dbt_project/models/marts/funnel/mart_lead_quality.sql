with lead_days as (
    select
        coverage.date_day,
        coverage.is_complete,
        coalesce(coverage.is_begun, true) as is_begun
    from {{ ref('int_metric_coverage_day') }} as coverage
    cross join {{ ref('int_run') }} as runs
    where
        coverage.metric = 'junk_leads_count'
        and coverage.date_day < runs.as_of_date
),

class_counts as (
    select
        created_date,
        channel_key,
        channel_name,
        coalesce(junk_class, 'clean') as junk_class,
        client_status,
        count(*) as leads_count
    from {{ ref('fct_lead') }}
    group by
        created_date,
        channel_key,
        channel_name,
        coalesce(junk_class, 'clean'),
        client_status
),

-- A day that was not loaded shows every channel, with nothing known.
cells as (
    select
        lead_days.date_day as created_date,
        class_counts.channel_key,
        class_counts.channel_name,
        class_counts.junk_class,
        class_counts.client_status,
        class_counts.leads_count,
        sum(class_counts.leads_count) over (
            partition by lead_days.date_day, class_counts.channel_key
        ) as all_leads_count,
        true as is_complete
    from lead_days
    inner join class_counts
        on lead_days.date_day = class_counts.created_date
    where lead_days.is_complete
    union all
    select
        lead_days.date_day as created_date,
        channels.channel_key,
        channels.channel_name,
        'clean' as junk_class,
        'unknown' as client_status,
        cast(null as bigint) as leads_count,
        cast(null as bigint) as all_leads_count,
        false as is_complete
    from lead_days
    cross join {{ ref('dim_channel') }} as channels
    where not lead_days.is_complete and lead_days.is_begun
)

select
    created_date,
    channel_key,
    junk_class,
    client_status,
    channel_name,
    junk_class <> 'clean' as is_junk,
    cast(leads_count as bigint) as leads_count,
    cast(all_leads_count as bigint) as all_leads_count,
    cast(100.0 * leads_count / nullif(all_leads_count, 0) as double) as leads_share_pct,
    is_complete
from cells
