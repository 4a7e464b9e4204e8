select
    payments.payment_line_key,
    payments.payment_key,
    payments.source,
    payments.document_number,
    payments.line_number,
    payments.paid_at,
    payments.paid_date,
    payments.direction,
    payments.amount,
    payments.original_amount,
    payments.currency_code,
    payments.order_key,
    allocations.deal_key,
    allocations.link_method,
    allocations.link_method = 'inferred' as is_inferred,
    allocations.customer_key,
    {{ client_status('customer_payments', 'payments.paid_date') }} as client_status,
    allocations.employee_key,
    coalesce(employees.employee_name, allocations.employee_key) as employee_name,
    allocations.org_unit_key as org_unit_then_key,
    coalesce(employees.org_unit_name, allocations.org_unit_key) as org_unit_then_name,
    coalesce(employees.org_unit_now_key, 'unassigned') as org_unit_now_key,
    coalesce(employees.org_unit_now_name, 'unassigned') as org_unit_now_name,
    allocations.channel_key,
    channels.channel_name,
    payments.payment_form_key,
    forms.payment_form_name
from {{ ref('int_payments') }} as payments
inner join {{ ref('int_payment_allocations') }} as allocations
    on payments.payment_line_key = allocations.payment_line_key
left join {{ ref('dim_employee_history') }} as employees
    on
        allocations.employee_key = employees.employee_key
        and allocations.paid_date between employees.valid_from_date and employees.valid_to_date
left join {{ ref('dim_channel') }} as channels
    on allocations.channel_key = channels.channel_key
left join {{ ref('dim_payment_form') }} as forms
    on payments.payment_form_key = forms.payment_form_key
left join {{ ref('int_customer_payments') }} as customer_payments
    on allocations.customer_key = customer_payments.customer_key
