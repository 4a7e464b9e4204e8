{{ config(unique_key='move_key') }}

with record as (
    {{ newest_records('bitrix24', ['lead_history', 'deal_history'], {
        'TYPE_ID': 'VARCHAR',
        'OWNER_ID': 'VARCHAR',
        'CREATED_TIME': 'VARCHAR',
        'CATEGORY_ID': 'VARCHAR',
        'STAGE_ID': 'VARCHAR',
        'STATUS_ID': 'VARCHAR',
        'STATUS_SEMANTIC_ID': 'VARCHAR',
    }) }}
),

stage_move as (
    {%- set noted = [] %}
    select
        case _stream when 'lead_history' then 1 else 2 end as owner_kind,
        -- Sorts as the vendor numbers its rows, the lead's before the deal's.
        _source || case _stream when 'lead_history' then ':1:' else ':2:' end || lpad(_key, 12, '0') as move_key,
        _source as source,
        {{ bitrix24_owner_key("case _stream when 'lead_history' then '1' else '2' end", 'payload."OWNER_ID"') }}
            as owner_key,
        {{ read('CREATED_TIME', 'instant', noted) }} as moved_at,
        case _stream
            when 'lead_history' then {{ bitrix24_stage_key("'lead'", 'payload."STATUS_ID"') }}
            else {{ bitrix24_stage_key('coalesce(payload."CATEGORY_ID", \'0\')', 'payload."STAGE_ID"') }}
        end as to_stage_key,
        payload."TYPE_ID" = '1' as is_creation,
        coalesce(_stream = 'lead_history' and payload."STATUS_SEMANTIC_ID" = 'S', false) as is_conversion,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('stage_move', 'move_key') }}
