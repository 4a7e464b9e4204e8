{# Of several batches that read a day again and again only the newest complete one is compared. #}

with ranked_figure as (
    select
        source,
        stream,
        batch_id,
        records,
        quarantined,
        date_day is not null as is_of_day,
        coalesce(date_day, {{ business_date('observed_at') }}) as date_day,
        figure_name,
        figure_value,
        row_number() over (
            partition by
                source,
                stream,
                coalesce(date_day, {{ business_date('observed_at') }}),
                figure_name
            order by batch_id desc nulls last
        ) as place
    from {{ ref('stg_run__control_totals') }}
    where
        is_complete
        and figure_value is not null
)

select
    source,
    stream,
    date_day,
    figure_name,
    is_of_day,
    figure_value,
    records as landed_count,
    quarantined as quarantined_count
from ranked_figure
where place = 1
