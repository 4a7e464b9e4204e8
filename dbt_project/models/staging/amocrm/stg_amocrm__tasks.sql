{{ config(unique_key='task_key') }}

with record as (
    {{ newest_records('amocrm', 'tasks', {
        'task_type_id': 'VARCHAR',
        'entity_id': 'VARCHAR',
        'entity_type': 'VARCHAR',
        'responsible_user_id': 'VARCHAR',
        'is_completed': 'VARCHAR',
        'complete_till': 'VARCHAR',
        'created_at': 'VARCHAR',
        'updated_at': 'VARCHAR',
        'is_deleted': 'VARCHAR',
    }) }}
),

task as (
    {%- set noted = [] %}
    select
        _source || ':task:' || _key as task_key,
        _source as source,
        -- 2 is the meeting of every account; accounts may add types of their own.
        case payload.task_type_id when '2' then 'meeting' else 'other' end as task_type,
        _source
        || case payload.entity_type
            when 'leads' then ':'
            when 'contacts' then ':contact:'
            when 'companies' then ':company:'
        end
        || payload.entity_id as record_key,
        {{ reference_key('payload.responsible_user_id') }} as responsible_user_key,
        {{ read('created_at', 'epoch', noted) }} as created_at,
        {{ read('updated_at', 'epoch', noted) }} as updated_at,
        {{ read('complete_till', 'epoch', noted) }} as due_at,
        coalesce({{ read('is_completed', 'flag', noted) }}, false) as is_completed,
        coalesce({{ read('is_deleted', 'flag', noted) }}, false) as is_marked_deleted,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('task', 'task_key') }}
