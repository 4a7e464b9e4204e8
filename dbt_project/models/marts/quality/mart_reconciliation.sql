{%- set shown_records = 20 %}
{%- set told_alone = ['client_debts', 'sold_properties'] %}
{% set checked = ['check_name', 'source', 'stream', 'date_day'] %}
{# Each side is counted record by record, so that a difference can be led back to the records that make it. #}

with exchange_call as (
    {{ exchange_calls() }}
),

record_difference as (
    select
        {{ columns(checked) }},
        record_key,
        ours,
        theirs
    from {{ ref('int_paid_records') }}

    union all

    select
        {{ columns(checked) }},
        record_key,
        ours,
        theirs
    from {{ ref('int_client_debts') }}

    union all

    select
        {{ columns(checked) }},
        record_key,
        ours,
        theirs
    from {{ ref('int_sold_properties') }}

    union all

    -- What the exchange lists and nobody can read as a conversation.
    select
        'calls' as check_name,
        source,
        stream,
        date_day,
        record_key,
        0 as ours,
        1 as theirs
    from exchange_call
    where not is_counted
),

ranked_record as (
    select
        {{ columns(checked) }},
        ours,
        theirs,
        case when ours <> theirs then record_key end as differing_key,
        row_number() over (
            partition by {{ columns(checked) }}
            order by abs(ours - theirs) desc nulls last, record_key nulls last
        ) as place
    from record_difference
),

record_day as (
    select
        {{ columns(checked) }},
        cast(sum(ours) as decimal(18, 2)) as ours,
        cast(sum(theirs) as decimal(18, 2)) as theirs,
        count(differing_key) as records_count,
        {{ joined_text('case when place <= ' ~ shown_records ~ ' then differing_key end', 'place') }} as record_ids
    from ranked_record
    group by {{ columns(checked) }}
),

checked_day as (
    select
        {{ columns(checked) }},
        ours,
        theirs
    from {{ ref('int_checked_figures') }}

    union all

    select
        {{ columns(checked) }},
        ours,
        theirs
    from record_day
    where check_name in ({{ quoted(told_alone) }}){{ " or check_name <> 'calls'" if var('payment_sources') }}
)

select
    checks.check_name,
    checks.source,
    checks.stream,
    checks.date_day,
    checks.ours,
    checks.theirs,
    cast(checks.ours - checks.theirs as decimal(18, 2)) as difference,
    checks.ours = checks.theirs and coalesce(days.records_count, 0) = 0 as is_match,
    -- Of a side that nobody knows, nobody knows which records differ.
    case
        when checks.ours is not null and checks.theirs is not null
            then cast(coalesce(days.records_count, 0) as bigint)
    end as records_count,
    days.record_ids
from checked_day as checks
cross join {{ ref('int_run') }} as runs
left join record_day as days
    on {{ same_in(checked, 'checks', 'days') }}
where checks.date_day <= runs.as_of_date
