with named_channel as (
    select
        channel_key,
        channel_name,
        file_row
    from {{ ref('stg_files__channels') }}
    where
        not is_deleted
        and channel_key is not null
),

mentioned_channel as (
    select channel_key
    from named_channel
    union
    select channel_key
    from {{ ref('stg_files__utm_channels') }}
    where not is_deleted
    union
    select channel_key
    from {{ ref('stg_files__lines') }}
    where not is_deleted
    union
    select channel_key
    from {{ ref('stg_files__costs') }}
    where not is_deleted
),

ranked_name as (
    select
        channel_key,
        channel_name,
        row_number() over (partition by channel_key order by file_row nulls last, channel_name nulls last) as place
    from named_channel
    where channel_name is not null
),

special_channel as (
    select
        special.channel_key,
        special.channel_name
    from (
        values
        ('none', 'Канал не указан'),
        ('unmapped', 'Не сопоставлено'),
        ('unlinked', 'Без сделки'),
        ('unallocated', 'Не распределено')
    ) as special (channel_key, channel_name)
)

select
    mentioned_channel.channel_key,
    coalesce(ranked_name.channel_name, mentioned_channel.channel_key) as channel_name
from mentioned_channel
left join ranked_name
    on
        mentioned_channel.channel_key = ranked_name.channel_key
        and ranked_name.place = 1
where
    mentioned_channel.channel_key is not null
    and mentioned_channel.channel_key not in ('none', 'unmapped', 'unlinked', 'unallocated')

union all

select
    channel_key,
    channel_name
from special_channel
