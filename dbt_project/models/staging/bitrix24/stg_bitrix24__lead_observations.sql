{{ config(materialized='table') }}

{# A deal that is gone tells nothing of its enquiry any more. #}

select
    observation.observation_key as version_key,
    observation.owner_key as card_key,
    owner_of_enquiry.lead_key,
    observation._source as source,
    observation.created_at,
    observation.modified_at as changed_at,
    observation.observed_at,
    observation.amount,
    observation.field_values
from {{ ref('stg_bitrix24__card_observations') }} as observation
inner join {{ ref('stg_bitrix24__owners') }} as owner_of_enquiry
    on observation.owner_key = owner_of_enquiry.owner_key
where not owner_of_enquiry.is_deleted
