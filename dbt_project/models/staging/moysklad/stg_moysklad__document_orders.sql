{{ config(materialized='view') }}

with newest_document as (
    select
        document_key,
        order_key,
        base_document_key
    from (
        select
            document_key,
            order_key,
            base_document_key,
            row_number() over (partition by document_key order by _position desc nulls last) as place
        from {{ ref('stg_moysklad__money_documents') }}
        where
            _stream in ('retail_sales', 'retail_returns', 'prepayments', 'prepayment_returns')
            and not is_vanished
        union all
        select
            document_key,
            order_key,
            cast(null as text) as base_document_key,
            row_number() over (partition by document_key order by _position desc nulls last) as place
        from {{ ref('stg_moysklad__invoices') }}
        where not is_vanished
    ) as placed_document
    where place = 1
)

select
    document_key,
    order_key
from {{ ref('stg_moysklad__sales_documents') }}
where _stream in ('demands', 'sales_returns')
union all
select
    newest_document.document_key,
    coalesce(newest_document.order_key, base.order_key) as order_key
from newest_document
left join newest_document as base
    on newest_document.base_document_key = base.document_key
