{{ config(unique_key='loss_reason_key') }}

with record as (
    {{ newest_records('amocrm', 'loss_reasons', {'name': 'VARCHAR'}) }}
),

loss_reason as (
    select
        {{ own_key() }} as loss_reason_key,
        _source as source,
        _key as loss_reason_id,
        payload.name as loss_reason_name,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('loss_reason', 'loss_reason_key', 'amocrm', 'loss_reasons') }}
