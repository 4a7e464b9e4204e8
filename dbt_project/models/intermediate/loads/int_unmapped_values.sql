{# What people still have to map, by the value they will type: the gate names these, never records that carry them. #}
{% set unmapped_form = "payment_form_key = 'unmapped' and is_payment_source" %}

with channel_of_lead as (
    select
        lead.source,
        field_value.field_value
    from {{ ref('int_leads') }} as lead
    inner join {{ ref('int_lead_field_values') }} as field_value
        on
            lead.lead_key = field_value.lead_key
            and field_value.meaning = 'channel'
    where lead.channel_key = 'unmapped'
),

lead_of_stage as (
    select
        stage.source,
        stage.pipeline_name || ' / ' || stage.stage_name as stage_name,
        lead.lead_key
    from {{ ref('int_pipeline_stages') }} as stage
    left join {{ ref('int_leads') }} as lead
        on stage.stage_key = lead.stage_key
    where not stage.is_mapped and not stage.is_deleted and not stage.is_archived
),

reason_of_lead as (
    select
        lead.source,
        coalesce(lead.loss_reason_name, lead.loss_reason_key) as reason
    from {{ ref('int_leads') }} as lead
    left join {{ ref('stg_files__loss_reasons') }} as mapping_row
        on
            lead.loss_reason_key = mapping_row.source || ':' || mapping_row.loss_reason_id
            and not mapping_row.is_deleted
    where lead.loss_reason_key is not null and mapping_row.source is null
),

unread_region as (
    {{ unread_regions() }}
),

erp_document as (
    select
        order_key as document_key,
        manager_employee_key as employee_key
    from {{ ref('int_orders') }}
    union
    select
        payment_key as document_key,
        responsible_employee_key as employee_key
    from {{ ref('int_payments') }}
),

-- Where no CRM is loaded, nobody could be its user.
document_of_stranger as (
    select
        person.source,
        person.employee_name
    from erp_document
    inner join {{ ref('int_employees') }} as person
        on erp_document.employee_key = person.employee_key
    where not person.is_matched and exists (select 1 from {{ ref('int_leads') }})
),

call_of_stranger as (
    select
        pbx_user.source,
        coalesce(pbx_user.user_name, pbx_user.extension, pbx_user.pbx_user_key) as user_name
    from {{ ref('int_call_employees') }} as call_employee
    inner join {{ ref('int_pbx_users') }} as pbx_user
        on call_employee.pbx_user_key = pbx_user.pbx_user_key
    where pbx_user.employee_key = 'unassigned'
),

-- Years of numbers that people read now: this one and the one before.
unknown_day as (
    select
        '{{ var("country") }}' as source,
        cast(extract(year from calendar.date_day) as text) as year_name
    from {{ ref('int_date') }} as calendar
    inner join {{ ref('int_run') }} as run
        on
            calendar.date_day >= date_trunc('year', run.as_of_date) - interval '1 year'
            and calendar.date_day < date_trunc('year', run.as_of_date) + interval '1 year'
    where not calendar.is_calendar_known
),

unmapped_value as (
    {{ values_to_map('channels', 'channel_of_lead', 'field_value', told_apart='lower(field_value)') }}
    union all
    {{ values_to_map('stages', 'lead_of_stage', 'stage_name', counted='lead_key') }}
    union all
    {{ values_to_map('payment_forms', ref('int_payments'), 'document_stream', unmapped_form) }}
    union all
    {{ values_to_map('accounts', ref('int_ad_spend'), "'*'", "channel_key = 'unmapped'", told_apart='channel_key') }}
    union all
    {{ values_to_map('loss_reasons', 'reason_of_lead', 'reason') }}
    union all
    {{ values_to_map('regions', 'unread_region', 'field_value', told_apart='lower(field_value)') }}
    union all
    {{ values_to_map('employees', 'document_of_stranger', 'employee_name') }}
    union all
    {{ values_to_map('employees', 'call_of_stranger', 'user_name') }}
    union all
    {{ values_to_map('calendar', 'unknown_day', 'year_name') }}
)

select
    table_name,
    source,
    unmapped_value,
    cast(record_count as bigint) as record_count,
    unmapped_value || ' (' || source || '): ' || cast(cast(record_count as bigint) as text) as shown
from unmapped_value
order by
    record_count desc nulls last,
    source asc nulls last,
    unmapped_value asc nulls last
