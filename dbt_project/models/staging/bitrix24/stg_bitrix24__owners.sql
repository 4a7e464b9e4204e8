{{ config(materialized='table') }}

{# Which enquiry a lead or deal is: a deal is the enquiry of its lead. Of several deals of one lead the first that still
   exists takes it; each other one is an enquiry of its own. #}

with lead as (
    select
        card.owner_key,
        card._source,
        card._key,
        coalesce(known_id.is_deleted, false) as is_deleted
    from {{ ref('stg_bitrix24__lead_cards') }} as card
    left join {{ ref('stg_bitrix24__known_ids') }} as known_id
        on
            card._source = known_id._source
            and card._key = known_id._key
            and known_id._stream = 'lead_ids'
),

deal as (
    select
        card.owner_key,
        card._source,
        card._key,
        card.lead_id,
        card.created_at,
        coalesce(known_id.is_deleted, false) as is_deleted,
        row_number() over (
            partition by card._source, card.lead_id
            order by
                case when coalesce(known_id.is_deleted, false) then 1 else 0 end nulls last,
                length(card._key) nulls last,
                card._key nulls last
        ) as place
    from {{ ref('stg_bitrix24__deal_cards') }} as card
    left join {{ ref('stg_bitrix24__known_ids') }} as known_id
        on
            card._source = known_id._source
            and card._key = known_id._key
            and known_id._stream = 'deal_ids'
)

select
    owner_key,
    1 as owner_kind,
    _source || ':L' || _key as lead_key,
    _source as source,
    _key as card_id,
    is_deleted,
    cast(null as timestamp) as deal_created_at
from lead

union all

select
    owner_key,
    2 as owner_kind,
    case
        when lead_id is not null and place = 1 then _source || ':L' || lead_id
        else _source || ':' || _key
    end as lead_key,
    _source as source,
    _key as card_id,
    is_deleted,
    created_at as deal_created_at
from deal
