{# What the marks of a visit mean, of a lead's visit and of any other on the site: the channel and the campaign. #}

{# Channel of a pair of marks by utm_channels.csv: utm_source, utm_medium ('' for none), channel_key; the row at place 1 counts. #}
{% macro channels_of_marks() -%}
    select
        coalesce(utm_source, '') as utm_source,
        coalesce(utm_medium, '') as utm_medium,
        channel_key,
        row_number() over (
            partition by coalesce(utm_source, ''), coalesce(utm_medium, '')
            order by file_row nulls last, row_key nulls last
        ) as place
    from {{ ref('stg_files__utm_channels') }}
    where
        not is_deleted
        and channel_key is not null
{%- endmacro %}

{# Campaign that a mark names by its id: campaign_id in small letters, campaign_key. An id of two accounts names neither. #}
{% macro campaigns_of_marks() -%}
    select
        lower(campaign.campaign_id) as campaign_id,
        campaign.campaign_key
    from {{ ref('int_campaigns') }} as campaign
    left join {{ ref('int_shared_campaign_ids') }} as shared_id
        on lower(campaign.campaign_id) = shared_id.campaign_id
    where shared_id.campaign_id is null
{%- endmacro %}
