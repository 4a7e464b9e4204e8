with form_rule as (
    select
        source,
        field,
        value,
        payment_form_key,
        priority,
        file_row
    from {{ ref('stg_files__payment_forms') }}
    where not is_deleted
),

current_line as (
    select
        payment_line_key,
        payment_key,
        source,
        document_stream,
        document_number,
        line_number,
        paid_at,
        paid_date,
        direction,
        amount,
        original_amount,
        currency_code,
        order_key,
        counterparty_record_key,
        responsible_user_key
    from {{ ref('int_payment_line_versions') }}
    where is_current
),

current_document as (
    select distinct
        payment_key,
        source,
        document_stream,
        lower(purpose) as purpose
    from {{ ref('int_payment_line_versions') }}
    where is_current
),

-- What the payer wrote tells more than the kind of document.
fitting_rule as (
    select
        current_document.payment_key,
        form_rule.payment_form_key,
        row_number() over (
            partition by current_document.payment_key
            order by
                case form_rule.field when 'purpose' then 1 else 2 end nulls last,
                form_rule.priority nulls last,
                form_rule.file_row nulls last
        ) as place
    from current_document
    inner join form_rule
        on
            current_document.source = form_rule.source
            and (
                (
                    form_rule.field = 'purpose'
                    and position(lower(form_rule.value) in current_document.purpose) > 0
                )
                or (form_rule.field = 'document' and current_document.document_stream = form_rule.value)
            )
)

select
    current_line.payment_line_key,
    current_line.payment_key,
    current_line.source,
    current_line.document_stream,
    current_line.document_number,
    current_line.line_number,
    current_line.paid_at,
    current_line.paid_date,
    current_line.direction,
    current_line.amount,
    current_line.original_amount,
    current_line.currency_code,
    current_line.order_key,
    current_line.counterparty_record_key,
    coalesce(responsible.employee_key, 'unassigned') as responsible_employee_key,
    coalesce(fitting_rule.payment_form_key, 'unmapped') as payment_form_key,
    current_line.source in ({{ payment_sources() }}) as is_payment_source
from current_line
left join {{ ref('int_source_users') }} as responsible
    on current_line.responsible_user_key = responsible.source_user_key
left join fitting_rule
    on
        current_line.payment_key = fitting_rule.payment_key
        and fitting_rule.place = 1
