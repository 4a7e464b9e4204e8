{{ config(unique_key='observation_key') }}

with record as (
    {{ landed_records('bitrix24', 'users', {'UF_DEPARTMENT': ['VARCHAR']}) }}
),

unit_observation as (
    select
        {{ own_key() }} || '@' || _batch_id as observation_key,
        {{ own_key() }} as source_user_key,
        _observed_at as observed_at,
        -- A person may be in several departments: the first is the one he is shown under.
        {{ reference_key('payload."UF_DEPARTMENT"[1]') }} as org_unit_key,
        row_number() over (partition by _source, _key, _batch_id order by _position desc nulls last) as place
    from record
)

select
    observation_key,
    source_user_key,
    observed_at,
    org_unit_key
from unit_observation
where place = 1
