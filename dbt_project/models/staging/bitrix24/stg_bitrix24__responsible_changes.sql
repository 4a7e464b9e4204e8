{{ config(materialized='ephemeral') }}

{# Who was seen responsible for an enquiry, where it is not who was before. #}

with owner_of_enquiry as (
    {{ bitrix24_owners_of_enquiries() }}
),

-- What a lead was responsible for after its deal was born tells nothing of the deal.
observation as (
    select
        observation.observation_key,
        observation._source,
        observation._position,
        owner_of_enquiry.lead_key,
        owner_of_enquiry.owner_kind,
        owner_of_enquiry.deal_created_at,
        observation.modified_at,
        observation.responsible_user_key,
        owner_of_enquiry.converted_at,
        row_number() over (partition by observation.owner_key order by observation._position nulls last) as place
    from {{ ref('stg_bitrix24__card_observations') }} as observation
    inner join owner_of_enquiry
        on observation.owner_key = owner_of_enquiry.owner_key
    where not owner_of_enquiry.is_deal_gone or not owner_of_enquiry.has_lead
),

compared_observation as (
    select
        observation_key,
        _source,
        _position,
        lead_key,
        owner_kind,
        place,
        case when owner_kind = 2 and place = 1 then deal_created_at else modified_at end as changed_at,
        responsible_user_key,
        lag(responsible_user_key) over (
            partition by lead_key order by owner_kind nulls last, _position nulls last
        ) as previous_user_key,
        row_number() over (
            partition by lead_key order by owner_kind nulls last, _position nulls last
        ) as place_in_enquiry
    from observation
    where
        owner_kind = 2
        or place = 1
        or converted_at is null
        or modified_at <= converted_at
)

select
    _source || ':responsible:' || observation_key as event_key,
    _source as source,
    'responsible_changed' as event_type,
    'lead' as record_type,
    lead_key as record_key,
    changed_at as happened_at,
    cast(null as text) as from_stage_key,
    cast(null as text) as to_stage_key,
    previous_user_key as from_user_key,
    responsible_user_key as to_user_key,
    cast(null as text) as author_user_key,
    cast(null as text) as _unreadable,
    _source,
    case owner_kind when 2 then 'deals' else 'leads' end as _stream,
    observation_key as _key,
    false as is_deleted
from compared_observation
where
    place_in_enquiry > 1
    and responsible_user_key is distinct from previous_user_key
