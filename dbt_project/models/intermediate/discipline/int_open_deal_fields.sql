{# What a card held on an evening is what its version of then says. Before the first version that a load has read
   nothing is known of it. #}

with evening as (
    select
        evenings.date_day,
        evenings.deal_key,
        evenings.ends_at,
        required.field_id
    from {{ ref('int_deal_evenings') }} as evenings
    inner join {{ ref('int_leads') }} as leads
        on evenings.deal_key = leads.lead_key
    inner join {{ ref('int_required_fields') }} as required
        on
            leads.source = required.source
            and evenings.step_order >= required.step_order
),

version as (
    select
        version_key,
        card_key,
        lead_key,
        source,
        created_at,
        changed_at,
        amount,
        field_values,
        row_number() over ({{ versions_of_card() }}) as version_number,
        lead(changed_at) over ({{ versions_of_card() }}) as next_changed_at
    from {{ ref('int_vendor_lead_observations') }}
),

version_value as (
    select
        version_key,
        source,
        {{ explode('field_values') }} as entry
    from version
),

filled as (
    select distinct
        version_value.version_key,
        required.field_id
    from version_value
    inner join {{ ref('int_required_fields') }} as required
        on
            version_value.source = required.source
            and version_value.entry.field_id = required.field_id
    where trim(version_value.entry.field_value) <> ''
    union
    select
        version.version_key,
        'amount' as field_id
    from version
    where version.amount <> 0
),

evening_field as (
    select
        evening.date_day,
        evening.deal_key,
        evening.field_id,
        max(
            case
                when
                    filled.version_key is not null
                    and version.changed_at < evening.ends_at
                    and coalesce(version.next_changed_at, {{ last_instant() }}) >= evening.ends_at
                    then 1
                else 0
            end
        ) as is_filled,
        max(
            case
                when
                    version.version_key is null
                    or (version.version_number = 1 and version.changed_at >= evening.ends_at)
                    then 1
                else 0
            end
        ) as is_unknown
    from evening
    left join version
        on
            evening.deal_key = version.lead_key
            and evening.ends_at > version.created_at
    left join filled
        on
            version.version_key = filled.version_key
            and evening.field_id = filled.field_id
    group by
        evening.date_day,
        evening.deal_key,
        evening.field_id
)

select
    date_day,
    deal_key,
    case when max(is_unknown) = 0 then min(is_filled) = 0 end as is_missing
from evening_field
group by
    date_day,
    deal_key
