select
    channel_key,
    channel_name
from {{ ref('int_channels') }}
