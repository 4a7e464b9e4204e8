select
    leads.lead_key,
    leads.source,
    leads.source_record_id,
    leads.source_url,
    leads.created_at,
    leads.created_date,
    leads.employee_key,
    {{ employee_columns('leads') }},
    leads.channel_key,
    leads.channel_name,
    coalesce(leads.campaign_key, 'none') as campaign_key,
    leads.pipeline_key,
    stages.pipeline_name,
    leads.stage_key,
    stages.stage_name,
    deals.step,
    deals.furthest_step,
    deals.furthest_step_order,
    deals.outcome,
    deals.outcome = 'junk' as is_junk,
    deals.junk_class,
    deals.outcome <> 'junk' as is_clean,
    deals.customer_key,
    {{ client_status('customer_payments', 'leads.created_date') }} as client_status,
    coalesce(region_words.region_key, customer_regions.region_key, 'unknown') as region_key,
    coalesce(regions.region_name, region_words.region_key, customer_regions.region_key, 'unknown') as region_name,
    case
        when region_words.region_key is not null then 'field'
        else coalesce(customer_regions.region_rule, 'unknown')
    end as region_rule
from {{ ref('int_leads') }} as leads
inner join {{ ref('int_deal_outcomes') }} as deals
    on leads.lead_key = deals.deal_key
{{ join_employee('leads', 'leads.created_date') }}
left join {{ ref('dim_pipeline_stage') }} as stages
    on leads.stage_key = stages.stage_key
left join {{ ref('int_customer_payments') }} as customer_payments
    on deals.customer_key = customer_payments.customer_key
left join {{ ref('int_lead_field_values') }} as region_values
    on
        leads.lead_key = region_values.lead_key
        and region_values.meaning = 'region'
left join {{ ref('int_region_words') }} as region_words
    on {{ region_words('region_values.field_value') }} = region_words.words
left join {{ ref('int_customer_regions') }} as customer_regions
    on deals.customer_key = customer_regions.customer_key
left join {{ ref('dim_region') }} as regions
    on coalesce(region_words.region_key, customer_regions.region_key, 'unknown') = regions.region_key
