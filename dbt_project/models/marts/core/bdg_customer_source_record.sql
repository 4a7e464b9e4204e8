select
    customer_records.record_key as source_record_key,
    customer_records.customer_key,
    records.source,
    records.record_type,
    customer_records.evidence,
    customer_records.evidence_record_key,
    customer_records.first_linked_at
from {{ ref('int_customer_records') }} as customer_records
inner join {{ ref('int_source_records') }} as records
    on customer_records.record_key = records.record_key
