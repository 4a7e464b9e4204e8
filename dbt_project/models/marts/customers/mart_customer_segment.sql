with segment as (
    select
        month_end_date,
        segment,
        abc,
        xyz,
        advice_ru,
        advice_en,
        count(*) as customers_count,
        {{ sum_of_sums('paid_amount') }} as paid_amount
    from {{ ref('mart_customer_abc_xyz') }}
    group by
        month_end_date,
        segment,
        abc,
        xyz,
        advice_ru,
        advice_en
),

month_of_all as (
    select
        month_end_date,
        abc,
        sum(customers_count) as class_customers_count,
        sum(paid_amount) as class_paid_amount,
        sum(sum(customers_count)) over (partition by month_end_date) as all_customers_count,
        sum(sum(paid_amount)) over (partition by month_end_date) as all_paid_amount
    from segment
    group by
        month_end_date,
        abc
)

select
    segment.month_end_date,
    segment.segment,
    segment.abc,
    segment.xyz,
    cast(segment.customers_count as bigint) as customers_count,
    cast(segment.paid_amount as decimal(18, 2)) as paid_amount,
    {{ share_pct('segment.customers_count', 'month_of_all.all_customers_count') }} as customers_pct,
    {{ share_pct(to_cents('segment.paid_amount'), to_cents('month_of_all.all_paid_amount')) }} as paid_pct,
    {{ share_pct('month_of_all.class_customers_count', 'month_of_all.all_customers_count') }} as abc_customers_pct,
    {{ share_pct(to_cents('month_of_all.class_paid_amount'), to_cents('month_of_all.all_paid_amount')) }}
        as abc_paid_pct,
    cast(case segment.abc when 'A' then 20 when 'B' then 30 else 50 end as bigint) as abc_expected_customers_pct,
    cast(
        case segment.abc
            when 'A' then {{ var('abc_a_share') }}
            when 'B' then {{ var('abc_b_share') }} - {{ var('abc_a_share') }}
            else 100 - {{ var('abc_b_share') }}
        end as bigint
    ) as abc_expected_paid_pct,
    segment.advice_ru,
    segment.advice_en
from segment
inner join month_of_all
    on
        segment.month_end_date = month_of_all.month_end_date
        and segment.abc = month_of_all.abc
