{{ config(unique_key='observation_key') }}

with record as (
    {{ landed_records('bitrix24', ['leads', 'deals'], {
        'ASSIGNED_BY_ID': 'VARCHAR',
        'OPPORTUNITY': 'VARCHAR',
        'DATE_CREATE': 'VARCHAR',
        'DATE_MODIFY': 'VARCHAR',
    }) }}
),

fields_of_record as (
    {{ landed_records('bitrix24', ['leads', 'deals'], 'MAP(VARCHAR, JSON)') }}
),

observation as (
    select
        record.*,
        fields_of_record.payload as all_fields
    from record
    inner join fields_of_record
        on
            record._source = fields_of_record._source
            and record._stream = fields_of_record._stream
            and record._position = fields_of_record._position
    where record._op = 'upsert'
)

select
    case _stream when 'leads' then 1 else 2 end as owner_kind,
    {{ bitrix24_owner_key("case _stream when 'leads' then '1' else '2' end", '_key') }} || '@' || _position
        as observation_key,
    {{ bitrix24_owner_key("case _stream when 'leads' then '1' else '2' end", '_key') }} as owner_key,
    {{ read('DATE_CREATE', 'instant') }} as created_at,
    coalesce({{ read('DATE_MODIFY', 'instant') }}, _observed_at) as modified_at,
    _observed_at as observed_at,
    {{ reference_key('payload."ASSIGNED_BY_ID"') }} as responsible_user_key,
    {{ read('OPPORTUNITY', 'amount') }} as amount,
    {{ bitrix24_field_values('all_fields') }} as field_values,
    _source,
    _position
from observation
