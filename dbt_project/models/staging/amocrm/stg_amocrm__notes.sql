{{ config(unique_key='record_note_key') }}

with record as (
    {{ newest_records('amocrm', ['lead_notes', 'contact_notes', 'company_notes'], {
        'entity_id': 'VARCHAR',
        'note_type': 'VARCHAR',
        'created_at': 'VARCHAR',
        'responsible_user_id': 'VARCHAR',
        'params': {'uniq': 'VARCHAR', 'duration': 'VARCHAR', 'phone': 'VARCHAR'},
    }) }}
),

note as (
    {%- set noted = [] %}
    select
        _source || ':' || _stream || ':' || _key as record_note_key,
        _source || ':note:' || _key as note_key,
        _source as source,
        _key as source_note_id,
        case payload.note_type
            when 'call_in' then 'call_in'
            when 'call_out' then 'call_out'
            when 'sms_in' then 'message_in'
            when 'sms_out' then 'message_out'
            else 'other'
        end as note_type,
        _source
        || case _stream when 'lead_notes' then ':' when 'contact_notes' then ':contact:' else ':company:' end
        || payload.entity_id as record_key,
        {{ read('created_at', 'epoch', noted) }} as created_at,
        {{ reference_key('payload.responsible_user_id') }} as responsible_user_key,
        nullif(trim(payload.params.uniq), '') as call_id,
        payload.params.phone,
        {{ read('params.duration', 'whole_number', noted) }} as talk_seconds,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('note', 'record_note_key') }}
