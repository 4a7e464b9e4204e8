{{ config(unique_key='task_key') }}

with record as (
    {{ newest_records('bitrix24', 'tasks', {
        'deadline': 'VARCHAR',
        'createdDate': 'VARCHAR',
        'changedDate': 'VARCHAR',
        'responsibleId': 'VARCHAR',
        'status': 'VARCHAR',
        'ufCrmTask': ['VARCHAR'],
    }) }}
),

task as (
    {%- set noted = [] %}
    select
        _source || ':task:' || _key as task_key,
        _source as source,
        -- `L_9120`, `D_20417`, `C_3044`, `CO_771`: the first card that the task names.
        case split_part(payload."ufCrmTask"[1], '_', 1)
            when 'L' then _source || ':1:' || split_part(payload."ufCrmTask"[1], '_', 2)
            when 'D' then _source || ':2:' || split_part(payload."ufCrmTask"[1], '_', 2)
            when 'C' then _source || ':3:' || split_part(payload."ufCrmTask"[1], '_', 2)
            when 'CO' then _source || ':4:' || split_part(payload."ufCrmTask"[1], '_', 2)
        end as owner_key,
        {{ reference_key('payload."responsibleId"') }} as responsible_user_key,
        {{ read('createdDate', 'instant', noted) }} as created_at,
        {{ read('changedDate', 'instant', noted) }} as updated_at,
        {{ read('deadline', 'instant', noted) }} as due_at,
        coalesce(payload.status = '5', false) as is_completed,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('task', 'task_key') }}
