{{ config(materialized='view') }}

select
    record_key,
    record_type,
    source,
    created_at,
    is_legal_entity,
    legal_name,
    responsible_user_key,
    phones,
    emails,
    addresses,
    tax_id,
    tax_branch_id,
    field_values,
    linked_record_keys,
    is_marked_deleted,
    _unreadable,
    _source,
    _stream,
    _key,
    _position,
    _observed_at,
    _first_observed_at,
    is_deleted
from {{ ref('stg_sales_doctor__clients') }}
