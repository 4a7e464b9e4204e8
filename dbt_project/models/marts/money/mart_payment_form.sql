with payment_days as (
    select
        coverage.date_day,
        coverage.is_complete,
        coalesce(coverage.is_begun, true) as is_begun
    from {{ ref('int_metric_coverage_day') }} as coverage
    cross join {{ ref('int_run') }} as runs
    where
        coverage.metric = 'revenue_paid_amount'
        and coverage.date_day < runs.as_of_date
),

paid_cells as (
    select
        paid_date,
        payment_form_key,
        org_unit_then_key,
        org_unit_then_name,
        client_status,
        sum(amount) as paid_amount,
        sum(case when direction = 'in' then 1 else 0 end) as payments_count,
        count(distinct case when direction = 'in' then deal_key end) as deals_count
    from {{ ref('fct_payment') }}
    group by
        paid_date,
        payment_form_key,
        org_unit_then_key,
        org_unit_then_name,
        client_status
),

-- A day that was not loaded shows every form, with nothing known.
cells as (
    select
        payment_days.date_day as paid_date,
        paid_cells.payment_form_key,
        paid_cells.org_unit_then_key,
        paid_cells.org_unit_then_name,
        paid_cells.client_status,
        paid_cells.paid_amount,
        paid_cells.payments_count,
        paid_cells.deals_count,
        true as is_complete
    from payment_days
    inner join paid_cells
        on payment_days.date_day = paid_cells.paid_date
    where payment_days.is_complete
    union all
    select
        payment_days.date_day as paid_date,
        forms.payment_form_key,
        'unassigned' as org_unit_then_key,
        'unassigned' as org_unit_then_name,
        'unknown' as client_status,
        cast(null as decimal(18, 2)) as paid_amount,
        cast(null as bigint) as payments_count,
        cast(null as bigint) as deals_count,
        false as is_complete
    from payment_days
    cross join {{ ref('dim_payment_form') }} as forms
    where not payment_days.is_complete and payment_days.is_begun
)

select
    cells.paid_date,
    cells.payment_form_key,
    cells.org_unit_then_key,
    cells.client_status,
    coalesce(forms.payment_form_name, cells.payment_form_key) as payment_form_name,
    cells.org_unit_then_name,
    cast(cells.paid_amount as decimal(18, 2)) as paid_amount,
    cast(cells.payments_count as bigint) as payments_count,
    cast({{ known_deals('cells.deals_count') }} as bigint) as deals_count,
    cells.is_complete
from cells
left join {{ ref('dim_payment_form') }} as forms
    on cells.payment_form_key = forms.payment_form_key
