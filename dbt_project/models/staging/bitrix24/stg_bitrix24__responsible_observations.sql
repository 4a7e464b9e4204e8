{{ config(unique_key='observation_key') }}

with record as (
    {{ landed_records('bitrix24', ['leads', 'deals'], {'ASSIGNED_BY_ID': 'VARCHAR', 'DATE_MODIFY': 'VARCHAR'}) }}
)

select
    case _stream when 'leads' then 1 else 2 end as owner_kind,
    {{ bitrix24_owner_key("case _stream when 'leads' then '1' else '2' end", '_key') }} || '@' || _position
        as observation_key,
    {{ bitrix24_owner_key("case _stream when 'leads' then '1' else '2' end", '_key') }} as owner_key,
    coalesce({{ read('DATE_MODIFY', 'instant') }}, _observed_at) as modified_at,
    {{ reference_key('payload."ASSIGNED_BY_ID"') }} as responsible_user_key,
    _source,
    _position
from record
where _op = 'upsert'
