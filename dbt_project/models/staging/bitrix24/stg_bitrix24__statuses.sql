{{ config(unique_key='status_key') }}

with record as (
    {{ newest_records('bitrix24', 'statuses', {
        'ENTITY_ID': 'VARCHAR',
        'STATUS_ID': 'VARCHAR',
        'NAME': 'VARCHAR',
        'SORT': 'VARCHAR',
        'SEMANTICS': 'VARCHAR',
        'EXTRA': {'SEMANTICS': 'VARCHAR'},
    }) }}
),

status as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as status_key,
        _source as source,
        payload."ENTITY_ID" as list_id,
        case
            when payload."ENTITY_ID" = 'STATUS' then 'lead'
            when payload."ENTITY_ID" = 'DEAL_STAGE' then '0'
            when substr(payload."ENTITY_ID", 1, 11) = 'DEAL_STAGE_'
                then replace(payload."ENTITY_ID", 'DEAL_STAGE_', '')
        end as pipeline_id,
        {{ bitrix24_stage_id('payload."STATUS_ID"') }} as status_id,
        payload."NAME" as status_name,
        {{ read('SORT', 'whole_number', noted) }} as status_order,
        -- Won and lost are told by this alone, never by a name.
        case
            when payload."SEMANTICS" = 'S' or payload."EXTRA"."SEMANTICS" = 'success' then 'won'
            when payload."SEMANTICS" = 'F' or payload."EXTRA"."SEMANTICS" in ('failure', 'apology') then 'lost'
            else 'open'
        end as semantics,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('status', 'status_key', 'bitrix24', 'statuses') }}
