{# A mark of a visit carries a campaign's id and not the account: an id of two accounts names neither campaign. #}

select
    lower(campaign_id) as campaign_id,
    count(*) as campaigns_count,
    min(campaign_key) || ', ' || max(campaign_key) as campaigns_shown
from {{ ref('int_campaigns') }}
group by lower(campaign_id)
having count(*) > 1
