{{ config(materialized='table') }}

with card as (
    select
        record_key,
        'company' as record_type,
        _source as source,
        created_at,
        true as is_legal_entity,
        title as legal_name,
        responsible_user_key,
        phones,
        emails,
        addresses,
        cast(null as text[]) as linked_record_keys,
        false as is_marked_deleted,
        _unreadable,
        _source,
        _stream,
        _key,
        _position,
        _observed_at,
        _first_observed_at
    from {{ ref('stg_bitrix24__company_cards') }}
),

typed as (
    select
        record_key,
        _source as source,
        field_values
    from {{ ref('stg_bitrix24__company_cards') }}
)

{{ bitrix24_parties('card', 'typed', 4, 'company_ids') }}
