{% set own = ['month_date', 'employee_key', 'step', 'step_order', 'entered_count', 'reached_count'] %}
{% set unit_counts = ['entered_count', 'reached_count', 'reached_won_count', 'won_count'] %}
{% set member_step = own + [
    'is_complete', 'is_known', 'employee_name', 'org_unit_then_key', 'org_unit_then_name', 'org_unit_now_key',
    'org_unit_now_name', 'unit_entered_count', 'unit_reached_count', 'unit_reached_won_count', 'unit_won_count',
    'unit_booked_amount'
] %}

-- A month is known where each of its days up to yesterday is.
with month as (
    select
        cast(date_trunc('month', coverage.date_day) as date) as month_date,
        max(coverage.date_day) as last_date,
        min(
            case when coverage.metric = 'period_reached_count' and not coverage.is_complete then 0 else 1 end
        ) = 1 as is_complete,
        min(case when coverage.is_complete then 1 else 0 end) = 1
        and max(case when coverage.metric = 'revenue_paid_amount' then 1 else 0 end) = 1 as is_paid_known
    from {{ ref('int_metric_coverage_day') }} as coverage
    inner join {{ ref('int_run') }} as runs
        on coverage.date_day < runs.as_of_date
    where coverage.metric in ('period_reached_count', 'revenue_paid_amount')
    group by cast(date_trunc('month', coverage.date_day) as date)
),

-- The department without the employee: what all its people have less his own, on the month's last day or yesterday.
member_step as (
    select
        {{ columns(own, 'own') }},
        month.is_complete,
        month.is_complete and (not own.is_before_paid or month.is_paid_known) as is_known,
        {{ employee_columns('own') }},
        {{ others_counts(unit_counts, 'own', 'unit_step') }},
        cast(
            sum(own.booked_amount) over unit_step - own.booked_amount as decimal(18, 2)
        ) as unit_booked_amount
    from {{ ref('int_employee_steps') }} as own
    inner join month
        on own.month_date = month.month_date
    {{ join_employee('own', 'month.last_date') }}
    window unit_step as (
        partition by own.month_date, coalesce(employees.org_unit_key, 'unassigned'), own.step
    )
),

compared_step as (
    select
        {{ columns(member_step) }},
        case
            when is_known and unit_entered_count > 0
                then greatest(
                    0,
                    {{ cents_ratio(
                        '((unit_reached_count * entered_count - reached_count * unit_entered_count) * 100)',
                        'unit_entered_count'
                    ) }}
                )
        end as lost_here_count,
        {{ cents_ratio(to_cents('unit_booked_amount'), 'unit_won_count') }} as unit_average_ticket_amount
    from member_step
)

select
    compared.month_date,
    compared.employee_key,
    compared.step,
    cast(compared.step_order as bigint) as step_order,
    compared.employee_name,
    compared.org_unit_then_key,
    compared.org_unit_then_name,
    compared.org_unit_now_key,
    compared.org_unit_now_name,
    cast(case when compared.is_complete then compared.entered_count end as bigint) as entered_count,
    cast(case when compared.is_known then compared.reached_count end as bigint) as reached_count,
    case when compared.is_complete then compared.unit_entered_count end as unit_entered_count,
    case when compared.is_known then compared.unit_reached_count end as unit_reached_count,
    case when compared.is_known then compared.unit_reached_won_count end as unit_reached_won_count,
    case when compared.is_complete then compared.unit_won_count end as unit_won_count,
    case when compared.is_complete then compared.unit_booked_amount end as unit_booked_amount,
    cast(compared.lost_here_count as decimal(18, 2)) as lost_here_count,
    {{ cents_ratio(
        '(' ~ to_cents('compared.lost_here_count') ~ ' * compared.unit_reached_won_count * '
        ~ to_cents('compared.unit_average_ticket_amount') ~ ')',
        '(100 * compared.unit_reached_count)'
    ) }} as gap_cost_amount,
    case
        when compared.is_known
            then
                coalesce(compared.lost_here_count, 0) > 0
                and compared.entered_count >= {{ var('scorecard_min_count') }}
                and row_number() over (
                    partition by compared.month_date, compared.employee_key
                    order by
                        case
                            when compared.entered_count >= {{ var('scorecard_min_count') }}
                                then compared.lost_here_count
                        end desc nulls last,
                        compared.step_order nulls last
                ) = 1
    end as is_weakest_step,
    case
        when compared.is_known and compared.entered_count > 0 and compared.unit_entered_count > 0
            then
                {{ is_below_wilson(
                    'compared.reached_count', 'compared.entered_count',
                    'compared.unit_reached_count', 'compared.unit_entered_count'
                ) }}
    end as is_beyond_chance,
    advice.advice_ru,
    advice.advice_en,
    compared.is_complete
from compared_step as compared
left join {{ ref('int_step_advice') }} as advice
    on compared.step = advice.step
