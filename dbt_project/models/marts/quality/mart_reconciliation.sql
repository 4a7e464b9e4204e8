{%- set shown_records = 20 %}
{% set checked = ['check_name', 'source', 'stream', 'date_day'] %}
{% set figures = {
    'calls': {'of': 'exchange_call', 'where': 'is_counted'},
    'talk_seconds': {'of': 'exchange_call', 'value': 'talk_seconds', 'where': 'is_counted'},
    'ad_rows': {'of': 'ad_row'},
    'ad_cost': {'of': 'ad_row', 'value': 'amount'},
} %}
{# Each side is counted record by record, so that a difference can be led back to the records that make it. #}

with exchange_call as (
    select
        vendor_calls.source,
        vendor_calls._stream as stream,
        vendor_calls.date_day,
        vendor_calls.call_key as record_key,
        vendor_calls.talk_seconds,
        conversations.call_key is not null as is_counted
    from {{ ref('int_vendor_calls') }} as vendor_calls
    left join {{ ref('int_conversations') }} as conversations
        on vendor_calls.call_key = conversations.call_key
    where not vendor_calls.is_deleted
),

ad_row as (
    select
        source,
        _stream as stream,
        date_day,
        amount
    from {{ ref('int_vendor_ad_spend') }}
    where not is_deleted
),

counted_record as (
    {{ measure_rows(figures, ['source', 'stream', 'date_day']) }}
),

our_figure as (
    select
        measure as check_name,
        source,
        stream,
        date_day,
        cast(sum(measured) as decimal(18, 2)) as ours
    from counted_record
    group by
        measure,
        source,
        stream,
        date_day
),

-- A day that the vendor calls empty has no record of ours to be counted.
vendor_check as (
    select
        vendor_figure.check_name,
        vendor_figure.source,
        vendor_figure.stream,
        vendor_figure.date_day,
        coalesce(our_figure.ours, 0) as ours,
        vendor_figure.figure_value as theirs
    from {{ ref('int_vendor_figures') }} as vendor_figure
    left join our_figure
        on {{ same_in(checked, 'vendor_figure', 'our_figure') }}
    where vendor_figure.is_of_day

    union all

    select
        check_name,
        source,
        stream,
        date_day,
        cast(landed_count + coalesce(quarantined_count, 0) as decimal(18, 2)) as ours,
        figure_value as theirs
    from {{ ref('int_vendor_figures') }}
    where not is_of_day
),

paid_deal as (
    select
        deal_key,
        sum(amount) as paid_amount
    from {{ ref('int_payment_allocations') }}
    where deal_key is not null
    group by deal_key
),

paid_order as (
    select
        order_key,
        sum(amount) as paid_amount
    from {{ ref('int_payments') }}
    where
        order_key is not null
        and is_payment_source
    group by order_key
),

record_difference as (
    select
        'won_deals_paid' as check_name,
        leads.source,
        leads._stream as stream,
        deals.won_date as date_day,
        deals.deal_key as record_key,
        deals.amount as ours,
        coalesce(paid_deal.paid_amount, 0) as theirs
    from {{ ref('int_deal_outcomes') }} as deals
    inner join {{ ref('int_leads') }} as leads
        on deals.deal_key = leads.lead_key
    left join paid_deal
        on deals.deal_key = paid_deal.deal_key
    where deals.won_date is not null

    union all

    select
        'orders_paid' as check_name,
        orders.source,
        orders._stream as stream,
        orders.ordered_date as date_day,
        orders.order_key as record_key,
        coalesce(orders.amount, 0) as ours,
        coalesce(paid_order.paid_amount, 0) as theirs
    from {{ ref('int_orders') }} as orders
    left join paid_order
        on orders.order_key = paid_order.order_key
    where
        orders.is_active
        and orders.ordered_date is not null

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
    from vendor_check

    union all

    select
        {{ columns(checked) }},
        ours,
        theirs
    from record_day
    where check_name <> 'calls'{{ ' and 1 = 0' if not var('payment_sources') }}
)

select
    checks.check_name,
    checks.source,
    checks.stream,
    checks.date_day,
    checks.ours,
    checks.theirs,
    cast(checks.ours - checks.theirs as decimal(18, 2)) as difference,
    checks.ours = checks.theirs as is_match,
    cast(coalesce(days.records_count, 0) as bigint) as records_count,
    days.record_ids
from checked_day as checks
cross join {{ ref('int_run') }} as runs
left join record_day as days
    on {{ same_in(checked, 'checks', 'days') }}
where checks.date_day <= runs.as_of_date
