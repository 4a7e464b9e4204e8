-- The name of a channel.
select
    channel_key as channel,
    max(channel_name) as name
from fct_lead
group by channel_key
order by channel nulls last
