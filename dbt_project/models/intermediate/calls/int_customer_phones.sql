{# A phone that is on more cards than the limit names nobody, and neither does one of two customers. #}

select
    identifier.identifier_value as phone,
    min(customer_record.customer_key) as customer_key
from {{ ref('int_record_identifiers') }} as identifier
inner join {{ ref('int_customer_records') }} as customer_record
    on identifier.record_key = customer_record.record_key
where identifier.identifier_kind = 'phone'
group by identifier.identifier_value
having
    count(*) <= {{ var('max_shared_cards') }}
    and min(customer_record.customer_key) = max(customer_record.customer_key)
