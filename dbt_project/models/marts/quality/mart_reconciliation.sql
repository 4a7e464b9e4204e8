{%- set shown_records = 20 %}
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

our_figure as (
    select
        source,
        stream,
        date_day,
        'calls' as check_name,
        cast(count(case when is_counted then 1 end) as decimal(18, 2)) as ours
    from exchange_call
    group by
        source,
        stream,
        date_day

    union all

    select
        source,
        stream,
        date_day,
        'talk_seconds' as check_name,
        cast(sum(case when is_counted then talk_seconds else 0 end) as decimal(18, 2)) as ours
    from exchange_call
    group by
        source,
        stream,
        date_day

    union all

    select
        source,
        _stream as stream,
        date_day,
        'ad_rows' as check_name,
        cast(count(*) as decimal(18, 2)) as ours
    from {{ ref('int_vendor_ad_spend') }}
    where not is_deleted
    group by
        source,
        _stream,
        date_day

    union all

    select
        source,
        _stream as stream,
        date_day,
        'ad_cost' as check_name,
        cast(sum(amount) as decimal(18, 2)) as ours
    from {{ ref('int_vendor_ad_spend') }}
    where not is_deleted
    group by
        source,
        _stream,
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
        on
            vendor_figure.source = our_figure.source
            and vendor_figure.stream = our_figure.stream
            and vendor_figure.date_day = our_figure.date_day
            and vendor_figure.check_name = our_figure.check_name
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

ranked_difference as (
    select
        check_name,
        source,
        stream,
        date_day,
        record_key,
        row_number() over (
            partition by check_name, source, stream, date_day
            order by abs(ours - theirs) desc nulls last, record_key nulls last
        ) as place
    from record_difference
    where ours <> theirs
),

difference_day as (
    select
        check_name,
        source,
        stream,
        date_day,
        count(*) as records_count,
        {{ joined_text('case when place <= ' ~ shown_records ~ ' then record_key end', 'place') }} as record_ids
    from ranked_difference
    group by
        check_name,
        source,
        stream,
        date_day
),

record_check as (
    select
        check_name,
        source,
        stream,
        date_day,
        cast(sum(ours) as decimal(18, 2)) as ours,
        cast(sum(theirs) as decimal(18, 2)) as theirs
    from record_difference
    where check_name <> 'calls'
    group by
        check_name,
        source,
        stream,
        date_day
),

checked_day as (
    select
        check_name,
        source,
        stream,
        date_day,
        ours,
        theirs
    from vendor_check

    union all

    select
        record_check.check_name,
        record_check.source,
        record_check.stream,
        record_check.date_day,
        record_check.ours,
        record_check.theirs
    from record_check
    {% if not var('payment_sources') -%}
        where 1 = 0
    {%- endif %}
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
left join difference_day as days
    on
        checks.check_name = days.check_name
        and checks.source = days.source
        and checks.stream = days.stream
        and checks.date_day = days.date_day
where checks.date_day <= runs.as_of_date
