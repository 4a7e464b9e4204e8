with junk_reason as (
    select
        source || ':' || loss_reason_id as loss_reason_key,
        max(coalesce(junk_class, 'other')) as junk_class
    from {{ ref('stg_files__loss_reasons') }}
    where not is_deleted and is_junk
    group by source || ':' || loss_reason_id
)

select
    lead.lead_key,
    lead.source,
    lead._stream,
    lead.source_record_id,
    {{ card_url('lead.source', 'lead.card_kind', 'lead.source_record_id') }} as source_url,
    lead.created_at,
    {{ business_date('lead.created_at') }} as created_date,
    lead.updated_at,
    lead.closed_at,
    coalesce(responsible.employee_key, 'unassigned') as employee_key,
    lead.pipeline_key,
    lead.stage_key,
    lead.amount,
    lead.loss_reason_key,
    coalesce(loss_reason.loss_reason_name, lead.loss_reason_name) as loss_reason_name,
    junk_reason.loss_reason_key is not null as is_junk_reason,
    junk_reason.junk_class,
    lead_channel.channel_key,
    lead_channel.channel_name,
    lead_channel.campaign_key,
    order_value.field_value as order_number,
    main_record.record_key as main_record_key
from {{ ref('int_vendor_leads') }} as lead
left join {{ ref('int_deleted_leads') }} as deleted_lead
    on lead.lead_key = deleted_lead.lead_key
left join {{ ref('int_source_users') }} as responsible
    on lead.responsible_user_key = responsible.source_user_key
left join {{ ref('int_vendor_loss_reasons') }} as loss_reason
    on lead.loss_reason_key = loss_reason.loss_reason_key
left join junk_reason
    on lead.loss_reason_key = junk_reason.loss_reason_key
left join {{ ref('int_lead_channels') }} as lead_channel
    on lead.lead_key = lead_channel.lead_key
left join {{ ref('int_lead_field_values') }} as order_value
    on
        lead.lead_key = order_value.lead_key
        and order_value.meaning = 'order_number'
left join {{ ref('int_lead_main_records') }} as main_record
    on lead.lead_key = main_record.lead_key
where
    deleted_lead.lead_key is null
    and not lead.is_deleted
    -- Nothing is known of the card but that it is gone.
    and lead.stage_key is not null
