{{ config(materialized='table') }}

with card as (
    select
        record_key,
        'contact' as record_type,
        _source as source,
        created_at,
        false as is_legal_entity,
        cast(null as text) as legal_name,
        responsible_user_key,
        phones,
        emails,
        addresses,
        case when company_key is not null then [company_key] end as linked_record_keys,
        false as is_marked_deleted,
        _unreadable,
        _source,
        _stream,
        _key,
        _position,
        _observed_at,
        _first_observed_at
    from {{ ref('stg_bitrix24__contact_cards') }}
),

typed as (
    select
        record_key,
        _source as source,
        field_values
    from {{ ref('stg_bitrix24__contact_cards') }}
)

{{ bitrix24_parties('card', 'typed', 3, 'contact_ids') }}
