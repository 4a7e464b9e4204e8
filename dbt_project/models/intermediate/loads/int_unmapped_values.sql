{# What people still have to map, by the value they will type: the gate names these, never records that carry them. #}

with unmapped_channel as (
    select
        lead.source,
        min(field_value.field_value) as unmapped_value,
        count(*) as record_count
    from {{ ref('int_leads') }} as lead
    inner join {{ ref('int_lead_field_values') }} as field_value
        on
            lead.lead_key = field_value.lead_key
            and field_value.meaning = 'channel'
    where lead.channel_key = 'unmapped'
    group by
        lead.source,
        lower(field_value.field_value)
),

lead_of_stage as (
    select
        stage_key,
        count(*) as record_count
    from {{ ref('int_leads') }}
    group by stage_key
),

unmapped_stage as (
    select
        stage.source,
        stage.pipeline_name || ' / ' || stage.stage_name as unmapped_value,
        sum(coalesce(lead_of_stage.record_count, 0)) as record_count
    from {{ ref('int_pipeline_stages') }} as stage
    left join lead_of_stage
        on stage.stage_key = lead_of_stage.stage_key
    where not stage.is_mapped and not stage.is_deleted and not stage.is_archived
    group by
        stage.source,
        stage.pipeline_name || ' / ' || stage.stage_name
),

unmapped_document as (
    select
        source,
        document_stream as unmapped_value,
        count(*) as record_count
    from {{ ref('int_payments') }}
    where payment_form_key = 'unmapped' and is_payment_source
    group by
        source,
        document_stream
),

unmapped_account as (
    select
        source,
        '*' as unmapped_value,
        count(*) as record_count
    from {{ ref('int_ad_spend') }}
    where channel_key = 'unmapped'
    group by source
),

unmapped_reason as (
    select
        lead.source,
        coalesce(lead.loss_reason_name, lead.loss_reason_key) as unmapped_value,
        count(*) as record_count
    from {{ ref('int_leads') }} as lead
    left join {{ ref('stg_files__loss_reasons') }} as mapping_row
        on
            lead.loss_reason_key = mapping_row.source || ':' || mapping_row.loss_reason_id
            and not mapping_row.is_deleted
    where lead.loss_reason_key is not null and mapping_row.source is null
    group by
        lead.source,
        coalesce(lead.loss_reason_name, lead.loss_reason_key)
),

region_part as (
    select
        split_part(record_key, ':', 1) as source,
        record_key,
        field_value,
        {{ explode(address_parts('field_value')) }} as part
    from {{ ref('int_customer_field_values') }}
    where meaning = 'region'
),

unread_region as (
    select
        region_part.source,
        region_part.record_key,
        region_part.field_value
    from region_part
    left join {{ ref('int_region_words') }} as region_word
        on region_part.part.words = region_word.words
    group by
        region_part.source,
        region_part.record_key,
        region_part.field_value
    having count(region_word.words) = 0
),

unmapped_region as (
    select
        source,
        min(field_value) as unmapped_value,
        count(*) as record_count
    from unread_region
    group by
        source,
        lower(field_value)
),

-- Where no CRM is loaded, nobody could be its user.
erp_person as (
    select
        employee_key,
        source,
        employee_name
    from {{ ref('int_employees') }}
    where not is_matched and exists (select 1 from {{ ref('int_leads') }})
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

unmapped_person as (
    select
        erp_person.source,
        erp_person.employee_name as unmapped_value,
        count(*) as record_count
    from erp_document
    inner join erp_person
        on erp_document.employee_key = erp_person.employee_key
    group by
        erp_person.source,
        erp_person.employee_name

    union all

    select
        pbx_user.source,
        coalesce(pbx_user.user_name, pbx_user.extension, pbx_user.pbx_user_key) as unmapped_value,
        count(*) as record_count
    from {{ ref('int_call_employees') }} as call_employee
    inner join {{ ref('int_pbx_users') }} as pbx_user
        on call_employee.pbx_user_key = pbx_user.pbx_user_key
    where pbx_user.employee_key = 'unassigned'
    group by
        pbx_user.source,
        coalesce(pbx_user.user_name, pbx_user.extension, pbx_user.pbx_user_key)
),

-- Years of numbers that people read now: this one and the one before.
unknown_year as (
    select
        '{{ var("country") }}' as source,
        cast(extract(year from calendar.date_day) as text) as unmapped_value,
        count(*) as record_count
    from {{ ref('int_date') }} as calendar
    inner join {{ ref('int_run') }} as run
        on
            calendar.date_day >= date_trunc('year', run.as_of_date) - interval '1 year'
            and calendar.date_day < date_trunc('year', run.as_of_date) + interval '1 year'
    where not calendar.is_calendar_known
    group by cast(extract(year from calendar.date_day) as text)
),

unmapped_value as (
    select
        'channels' as table_name,
        source,
        unmapped_value,
        record_count
    from unmapped_channel
    union all
    select
        'stages' as table_name,
        source,
        unmapped_value,
        record_count
    from unmapped_stage
    union all
    select
        'payment_forms' as table_name,
        source,
        unmapped_value,
        record_count
    from unmapped_document
    union all
    select
        'accounts' as table_name,
        source,
        unmapped_value,
        record_count
    from unmapped_account
    union all
    select
        'loss_reasons' as table_name,
        source,
        unmapped_value,
        record_count
    from unmapped_reason
    union all
    select
        'regions' as table_name,
        source,
        unmapped_value,
        record_count
    from unmapped_region
    union all
    select
        'employees' as table_name,
        source,
        unmapped_value,
        record_count
    from unmapped_person
    union all
    select
        'calendar' as table_name,
        source,
        unmapped_value,
        record_count
    from unknown_year
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
