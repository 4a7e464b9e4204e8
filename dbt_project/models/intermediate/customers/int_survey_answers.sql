with answer as (
    select
        answer_id,
        survey,
        answered_date,
        cast(score as bigint) as score,
        customer,
        deal_key,
        case when customer like '%@%' then 'email' else 'phone' end as written_kind,
        case
            when customer like '%@%' then {{ normal_email('customer') }}
            when customer not like '%:%' then {{ normal_phone('customer') }}
        end as written_value
    from {{ ref('stg_files__surveys') }}
    where not is_deleted
),

-- A phone or mail that stands on too many cards names nobody, and neither does one of two customers.
known_by as (
    select
        identifier.identifier_kind,
        identifier.identifier_value,
        min(customer_record.customer_key) as customer_key
    from {{ ref('int_record_identifiers') }} as identifier
    inner join {{ ref('int_customer_records') }} as customer_record
        on identifier.record_key = customer_record.record_key
    where identifier.identifier_kind in ('phone', 'email')
    group by
        identifier.identifier_kind,
        identifier.identifier_value
    having
        count(*) <= {{ var('max_shared_cards') }}
        and min(customer_record.customer_key) = max(customer_record.customer_key)
)

select
    answer.answer_id,
    answer.survey,
    answer.answered_date,
    answer.score,
    lead.lead_key as deal_key,
    coalesce(customer_record.customer_key, known_by.customer_key, deal.customer_key) as customer_key,
    case
        when customer_record.customer_key is not null then 'card'
        when known_by.customer_key is not null then known_by.identifier_kind
        when deal.customer_key is not null then 'deal'
        else 'none'
    end as customer_rule,
    coalesce(deal.won_employee_key, lead.employee_key, 'unassigned') as employee_key,
    coalesce(lead.channel_key, 'none') as channel_key
from answer
left join {{ ref('int_customer_records') }} as customer_record
    on answer.customer = customer_record.record_key
left join known_by
    on
        answer.written_kind = known_by.identifier_kind
        and answer.written_value = known_by.identifier_value
left join {{ ref('int_leads') }} as lead
    on answer.deal_key = lead.lead_key
left join {{ ref('int_deal_outcomes') }} as deal
    on answer.deal_key = deal.deal_key
