{{ config(materialized='ephemeral', contract={'enforced': false}) }}
{% set of_sales = [
    'margin_amount', 'net_known_cost_amount', 'linked_margin_amount', 'sold_lines_count', 'known_cost_lines_count'
] %}

with sold_day as (
    select
        sold_date as date_day,
        employee_key,
        sum(margin_amount) as margin_amount,
        sum(case when cost_amount is not null then net_amount end) as net_known_cost_amount,
        sum(case when deal_key is not null then margin_amount end) as linked_margin_amount,
        count(*) as sold_lines_count,
        count(margin_amount) as known_cost_lines_count
    from {{ ref('int_sales_lines') }}
    group by
        sold_date,
        employee_key
),

employee_measure as (
    {%- for name in of_sales %}
        select
            '{{ name }}' as measure,
            date_day,
            employee_key,
            cast({{ name }} as decimal(18, 2)) as measured
        from sold_day
        where {{ name }} is not null
        union all
    {%- endfor %}
    select
        'revenue_linked_amount' as measure,
        paid_date as date_day,
        employee_key,
        cast(sum(amount) as decimal(18, 2)) as measured
    from {{ ref('int_payment_allocations') }}
    where deal_key is not null
    group by
        paid_date,
        employee_key
    union all
    select
        'junk_leads_count' as measure,
        leads.created_date as date_day,
        leads.employee_key,
        cast(count(*) as decimal(18, 2)) as measured
    from {{ ref('int_leads') }} as leads
    inner join {{ ref('int_deal_outcomes') }} as deals
        on leads.lead_key = deals.deal_key
    where deals.outcome = 'junk'
    group by
        leads.created_date,
        leads.employee_key
)

select
    metric as measure,
    unit_type,
    unit_key,
    date_day,
    fact_value as measured
from {{ ref('int_metric_facts') }}
union all
select
    measure,
    'company' as unit_type,
    'company' as unit_key,
    date_day,
    measured
from employee_measure
union all
select
    employee_measure.measure,
    'department' as unit_type,
    coalesce(units.org_unit_key, 'unassigned') as unit_key,
    employee_measure.date_day,
    employee_measure.measured
from employee_measure
left join {{ ref('int_employee_units') }} as units
    on
        employee_measure.employee_key = units.employee_key
        and employee_measure.date_day between units.valid_from_date and units.valid_to_date
union all
select
    measure,
    'employee' as unit_type,
    employee_key as unit_key,
    date_day,
    measured
from employee_measure
