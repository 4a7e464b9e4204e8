with period as (
    {{ goal_periods() }}
),

deal_payment as (
    {%- for unit_type, unit_key in [
        ('company', "'company'"), ('department', 'org_unit_key'), ('employee', 'employee_key')
    ] %}
        select
            '{{ unit_type }}' as unit_type,
            {{ unit_key }} as unit_key,
            paid_date,
            payment_line_key,
            deal_key
        from {{ ref('int_payment_allocations') }}
        where deal_key is not null and direction = 'in'
        {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- A deal pays once in a period, however often money comes.
paying_deal as (
    select
        period.goal_key,
        period.period,
        payments.paid_date as date_day,
        row_number() over (
            partition by period.goal_key, period.period, payments.deal_key
            order by payments.paid_date nulls last, payments.payment_line_key nulls last
        ) as payment_number
    from period
    inner join deal_payment as payments
        on
            period.unit_type = payments.unit_type
            and period.unit_key = payments.unit_key
            and payments.paid_date between period.first_date and period.last_date
),

period_measure as (
    select
        period.goal_key,
        period.period,
        unit_measure.date_day,
        unit_measure.measure,
        unit_measure.measured
    from period
    inner join {{ ref('int_goal_measures') }} as unit_measure
        on
            period.unit_type = unit_measure.unit_type
            and period.unit_key = unit_measure.unit_key
            and unit_measure.date_day between period.first_date and period.last_date
    union all
    select
        goal_key,
        period,
        date_day,
        'paying_deals_count' as measure,
        cast(1 as decimal(18, 2)) as measured
    from paying_deal
    where payment_number = 1
)

select
    goal_key,
    period,
    date_day,
    measure,
    cast(sum(measured) as decimal(18, 2)) as measured
from period_measure
group by
    goal_key,
    period,
    date_day,
    measure
