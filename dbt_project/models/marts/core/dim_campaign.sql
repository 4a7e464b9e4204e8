select
    campaign_key,
    source,
    campaign_id,
    campaign_name,
    campaign_type,
    campaign_state,
    currency_code
from {{ ref('int_campaigns') }}

union all

select
    'none' as campaign_key,
    cast(null as text) as source,
    cast(null as text) as campaign_id,
    'Без кампании' as campaign_name,
    cast(null as text) as campaign_type,
    cast(null as text) as campaign_state,
    cast(null as text) as currency_code
