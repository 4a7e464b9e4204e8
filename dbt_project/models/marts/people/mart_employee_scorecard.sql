{% set member = [
    'month_date', 'employee_key', 'employee_name', 'org_unit_then_key', 'org_unit_then_name', 'org_unit_now_key',
    'org_unit_now_name', 'is_complete'
] %}
{% set counted = [
    'is_known', 'step', 'step_order', 'entered_count', 'reached_count', 'unit_entered_count', 'unit_reached_count',
    'unit_reached_won_count', 'unit_won_count', 'unit_booked_amount'
] %}

with step as (
    select
        step,
        step_order,
        lead(step) over (order by step_order nulls last) as next_step,
        lead(step_order) over (order by step_order nulls last) as next_step_order
    from {{ ref('int_funnel_steps') }}
    where step <> 'won'
),

clean_lead as (
    select
        cast(date_trunc('month', deals.created_date) as date) as month_date,
        leads.employee_key,
        deals.furthest_step_order,
        deals.outcome = 'won' as is_won,
        deals.amount,
        paid.deal_key is not null as is_paid
    from {{ ref('int_deal_outcomes') }} as deals
    inner join {{ ref('int_leads') }} as leads
        on deals.deal_key = leads.lead_key
    inner join {{ ref('int_run') }} as runs
        on deals.created_date < runs.as_of_date
    left join {{ ref('int_deal_first_payments') }} as paid
        on deals.deal_key = paid.deal_key
    where deals.outcome <> 'junk'
),

-- A month is known where each of its days up to yesterday is.
month as (
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

-- The department is that of the month's last day, or of yesterday.
employee_month as (
    select
        clean_lead.month_date,
        clean_lead.employee_key,
        month.is_complete,
        month.is_paid_known,
        max(employees.employee_name) as employee_name,
        coalesce(max(employees.org_unit_key), 'unassigned') as org_unit_then_key,
        coalesce(max(employees.org_unit_name), 'unassigned') as org_unit_then_name,
        coalesce(max(employees.org_unit_now_key), 'unassigned') as org_unit_now_key,
        coalesce(max(employees.org_unit_now_name), 'unassigned') as org_unit_now_name,
        sum(case when clean_lead.is_won then 1 else 0 end) as won_count,
        sum(case when clean_lead.is_won then clean_lead.amount else 0 end) as booked_amount
    from clean_lead
    inner join month
        on clean_lead.month_date = month.month_date
    left join {{ ref('dim_employee_history') }} as employees
        on
            clean_lead.employee_key = employees.employee_key
            and month.last_date between employees.valid_from_date and employees.valid_to_date
    group by
        clean_lead.month_date,
        clean_lead.employee_key,
        month.is_complete,
        month.is_paid_known
),

passed_step as (
    select
        clean_lead.month_date,
        clean_lead.employee_key,
        step.step,
        clean_lead.is_won,
        case
            when step.next_step = 'paid' then clean_lead.is_paid
            else clean_lead.furthest_step_order >= step.next_step_order
        end as is_passed
    from clean_lead
    inner join step
        on clean_lead.furthest_step_order >= step.step_order
    where step.next_step is not null
),

own_step as (
    select
        month_date,
        employee_key,
        step,
        count(*) as entered_count,
        sum(case when is_passed then 1 else 0 end) as reached_count,
        sum(case when is_passed and is_won then 1 else 0 end) as reached_won_count
    from passed_step
    group by
        month_date,
        employee_key,
        step
),

-- The department without the employee: what all its people have, less what is the employee's own.
member_step as (
    select
        {{ columns(member, 'members') }},
        members.is_complete and (step.next_step <> 'paid' or members.is_paid_known) as is_known,
        step.step,
        step.step_order,
        coalesce(own_step.entered_count, 0) as entered_count,
        coalesce(own_step.reached_count, 0) as reached_count,
        cast(
            coalesce(sum(own_step.entered_count) over unit_step, 0) - coalesce(own_step.entered_count, 0) as bigint
        ) as unit_entered_count,
        cast(
            coalesce(sum(own_step.reached_count) over unit_step, 0) - coalesce(own_step.reached_count, 0) as bigint
        ) as unit_reached_count,
        cast(
            coalesce(sum(own_step.reached_won_count) over unit_step, 0)
            - coalesce(own_step.reached_won_count, 0) as bigint
        ) as unit_reached_won_count,
        cast(sum(members.won_count) over unit_step - members.won_count as bigint) as unit_won_count,
        cast(
            sum(members.booked_amount) over unit_step - members.booked_amount as decimal(18, 2)
        ) as unit_booked_amount
    from employee_month as members
    cross join step
    left join own_step
        on
            members.month_date = own_step.month_date
            and members.employee_key = own_step.employee_key
            and step.step = own_step.step
    where step.next_step is not null
    window unit_step as (partition by members.month_date, members.org_unit_then_key, step.step)
),

compared_step as (
    select
        {{ columns(member + counted) }},
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
    coalesce(compared.employee_name, compared.employee_key) as employee_name,
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
