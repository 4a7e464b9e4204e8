{# Figures that a vendor gave of what it sent: of a day where the batch is read by days, else of the batch. #}

with batch_file as (
    select
        vendor,
        source,
        stream,
        batch_id,
        is_complete,
        {{ parsed('footer', {
            'observed_at': 'VARCHAR',
            'rows': 'BIGINT',
            'quarantined': 'BIGINT',
            'control_totals': 'JSON',
        }) }} as footer
    from {{ source('run', 'batches') }}
),

member as (
    select
        vendor,
        source,
        stream,
        batch_id,
        is_complete,
        footer,
        {{ explode('json_keys(footer.control_totals)') }} as member_name
    from batch_file
),

told_member as (
    select
        vendor,
        source,
        stream,
        batch_id,
        is_complete,
        footer,
        member_name,
        json_extract(footer.control_totals, '$."' || member_name || '"') as member_value
    from member
),

figure as (
    select
        vendor,
        source,
        stream,
        batch_id,
        is_complete,
        footer,
        cast(null as text) as day,
        member_name as figure_name,
        member_value as figure_value
    from told_member
    where json_type(member_value) <> 'OBJECT'

    union all

    select
        vendor,
        source,
        stream,
        batch_id,
        is_complete,
        footer,
        member_name as day,
        {{ explode('json_keys(member_value)') }} as figure_name,
        member_value as figure_value
    from told_member
    where json_type(member_value) = 'OBJECT'
)

select
    vendor,
    source,
    stream,
    batch_id,
    is_complete,
    cast(cast(footer.observed_at as timestamptz) at time zone 'UTC' as timestamp) as observed_at,
    footer."rows" as records,
    footer.quarantined,
    try_cast(day as date) as date_day,
    figure_name,
    try_cast(
        case when day is null then figure_value else json_extract(figure_value, '$."' || figure_name || '"') end
        as decimal(18, 2)
    ) as figure_value
from figure
