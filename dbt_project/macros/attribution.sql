{# The models of attribution that every win and every rouble is credited by. #}
{% macro attribution_models() -%}
select attribution_models.attribution_model
    from (
        values ('last_non_direct'), ('first'), ('linear'), ('position')
    ) as attribution_models (attribution_model)
{%- endmacro %}

{# Rows (date_day, channel_key, campaign_key, measure, measured) of what deals bring (macro measure_rows), by their last touch. #}
{% macro by_last_touch(of_deals) -%}
    select
        deal_event.date_day,
        coalesce(touches.channel_key, 'unlinked') as channel_key,
        coalesce(touches.campaign_key, 'none') as campaign_key,
        deal_event.measure,
        deal_event.measured
    from (
        {{ measure_rows(of_deals, ['date_day', 'deal_key']) }}
    ) as deal_event
    left join {{ ref('int_last_touches') }} as touches
        on deal_event.deal_key = touches.lead_key
{%- endmacro %}
