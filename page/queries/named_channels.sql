-- The name of a channel.
select
    channel_key as channel,
    channel_name as name
from dim_channel
order by channel nulls last
