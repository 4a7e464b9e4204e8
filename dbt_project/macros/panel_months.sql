{# metric, unit_type, unit_key, date_day, numerator, denominator: what the metrics with `panel_month` are of the company and of each
   channel in a month. A count that misses a part is not known; margin is that of the lines whose cost is known. #}
{% macro panel_months() -%}
    {%- set advertised = 'case when cells.has_channel_spend then ' -%}
    with months as (
        select
            cells.month_date,
            unit_types.unit_type,
            case unit_types.unit_type when 'company' then 'company' else cells.channel_key end as unit_key,
            count(cells.spend_amount) > 0 as knows_spend,
            count(*) = count(cells.clean_leads_count) as knows_leads,
            count(*) = count(cells.new_customers_count) as knows_customers,
            count(cells.margin_amount) > 0 as knows_margin,
            {{ sum_of_sums('cells.spend_amount') }} as spend_amount,
            sum(cells.other_costs_amount) as other_costs_amount,
            sum(cells.new_customers_count) as new_customers_count,
            sum({{ advertised }} cells.clean_leads_count else 0 end) as advertised_leads_count,
            sum({{ advertised }} cells.new_customers_count else 0 end) as advertised_customers_count,
            sum({{ advertised }} cells.margin_amount else 0 end) as advertised_margin_amount
        from {{ ref('mart_channel_performance') }} as cells
        cross join (values ('company'), ('channel')) as unit_types (unit_type)
        group by
            cells.month_date,
            unit_types.unit_type,
            case unit_types.unit_type when 'company' then 'company' else cells.channel_key end
    ),

    known_months as (
        select
            month_date,
            unit_type,
            unit_key,
            case when knows_spend then spend_amount end as spend_amount,
            case when knows_spend then nullif(spend_amount + other_costs_amount, 0) end as full_costs_amount,
            case when knows_customers then new_customers_count end as new_customers_count,
            case when knows_spend and knows_leads then advertised_leads_count end as advertised_leads_count,
            case when knows_spend and knows_customers then advertised_customers_count end as advertised_customers_count,
            case when knows_spend and knows_margin then advertised_margin_amount end as advertised_margin_amount,
            case when knows_spend and knows_margin then advertised_margin_amount - spend_amount end
                as margin_after_spend_amount
        from months
    )
    {%- for entry in catalogue() if entry.meta.panel_month %}
    {%- set parts = entry.metric.type_params %}
    {%- set is_ratio = entry.metric.type == 'ratio' %}
    {{ 'union all' if not loop.first }}
    select
        '{{ entry.metric.name }}' as metric,
        unit_type,
        unit_key,
        month_date as date_day,
        cast({{ parts.numerator.name if is_ratio else entry.metric.name }} as decimal(18, 2)) as numerator,
        cast({{ parts.denominator.name if is_ratio else 'null' }} as decimal(18, 2)) as denominator,
        {{ 'true' if is_ratio else 'false' }} as is_ratio
    from known_months
    {%- else %}
    select
        cast(null as varchar) as metric,
        unit_type,
        unit_key,
        month_date as date_day,
        cast(null as decimal(18, 2)) as numerator,
        cast(null as decimal(18, 2)) as denominator,
        false as is_ratio
    from known_months
    where 1 = 0
    {%- endfor %}
{%- endmacro %}
