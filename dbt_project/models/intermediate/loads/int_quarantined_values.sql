{%- set current_versions = [
    'stg_amocrm__users', 'stg_amocrm__stages', 'stg_amocrm__leads', 'stg_amocrm__deleted_leads', 'stg_amocrm__events',
    'stg_amocrm__contacts', 'stg_amocrm__companies', 'stg_amocrm__notes', 'stg_amocrm__tasks',
    'stg_onec__users', 'stg_onec__products', 'stg_onec__counterparties', 'stg_onec__sales_documents',
    'stg_onec__cost_movements', 'stg_onec__cost_closings', 'stg_onec__currency_rates',
    'stg_mango_office__calls', 'stg_yandex_direct__ad_spend',
    'stg_files__stages', 'stg_files__loss_reasons', 'stg_files__org_history', 'stg_files__payment_forms',
    'stg_files__sales_plan', 'stg_files__costs',
] %}
{%- set all_versions = ['stg_onec__order_versions', 'stg_onec__payment_versions'] %}

with unreadable_value as (
    {{ unreadable_values(current_versions, all_versions) }}
),

quarantined_value as (
    select
        _source as source,
        _stream as stream,
        _source || ':' || _key as record_key,
        split_part(field_and_kind, '=', 1) as field,
        'not readable as ' || replace(split_part(field_and_kind, '=', 2), '_', ' ') as reason
    from unreadable_value

    union all

    select
        source,
        'sales_plan' as stream,
        target_key as record_key,
        'unit' as field,
        'no such ' || unit_type as reason
    from {{ ref('int_plan_rows') }}
    where unit_key is null

    union all

    select
        source,
        'sales_plan' as stream,
        target_key as record_key,
        'plan' as field,
        'contradicts another plan of the same ' || unit_type as reason
    from {{ ref('int_plan_rows') }}
    where is_contradicted
)

select distinct
    source,
    stream,
    record_key,
    field,
    reason
from quarantined_value
