{# Of several batches that read a day again and again only the newest complete one is compared. A figure of a day counts
   where the vendor declares what it is held to; the length of a listing needs no declaration. #}

with declared_figure as (
    {{ declared_figures() }}
),

ranked_figure as (
    select
        vendor,
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
    ranked_figure.source,
    ranked_figure.stream,
    ranked_figure.date_day,
    coalesce(declared_figure.check_name, 'landed_records') as check_name,
    ranked_figure.is_of_day,
    cast(
        ranked_figure.figure_value / nullif(coalesce(declared_figure.units_in_one, 1), 0) as decimal(18, 2)
    ) as figure_value,
    ranked_figure.records as landed_count,
    ranked_figure.quarantined as quarantined_count
from ranked_figure
left join declared_figure
    on
        ranked_figure.vendor = declared_figure.vendor
        and ranked_figure.stream = declared_figure.stream
        and ranked_figure.figure_name = declared_figure.figure_name
        and ranked_figure.is_of_day
where
    ranked_figure.place = 1
    and (
        declared_figure.check_name is not null
        or (not ranked_figure.is_of_day and ranked_figure.figure_name = 'records')
    )
