{{ config(materialized='table') }}

{# The first reading of a day, at which orders and payments were read too. Who owes stands below zero. An amount
   is of a payment type, whose key bears the prefix of the filial where it has one. #}

with reading as (
    select
        source,
        {{ business_date('observed_at') }} as balance_date,
        min(observed_at) as observed_at
    from {{ ref('stg_sales_doctor__balances') }}
    group by
        source,
        {{ business_date('observed_at') }}
),

part as (
    select
        version_key,
        {{ explode('parts') }} as line
    from {{ ref('stg_sales_doctor__balances') }}
),

amount as (
    select
        version_key,
        line.currency_id,
        sum(line.amount) as amount
    from part
    group by
        version_key,
        line.currency_id
)

select
    balance.version_key || '|' || coalesce(amount.currency_id, '') as balance_key,
    balance.source,
    balance.counterparty_record_key,
    reading.balance_date,
    balance.observed_at,
    coalesce(
        of_filial.currency_key,
        of_all.currency_key,
        balance.source || case when coalesce(amount.currency_id, '') = '' then ':usual' else ':unknown' end
    ) as currency_key,
    cast(
        -case when amount.version_key is null then balance.balance_amount else amount.amount end as decimal(18, 2)
    ) as amount,
    balance._unreadable,
    balance._source,
    balance._stream,
    balance._key,
    false as is_deleted
from {{ ref('stg_sales_doctor__balances') }} as balance
inner join reading
    on
        balance.source = reading.source
        and balance.observed_at = reading.observed_at
left join amount
    on balance.version_key = amount.version_key
left join {{ ref('stg_sales_doctor__currencies') }} as of_filial
    on
        balance.source || ':payment:' || split_part(balance._key, '-', 1) || '-' || amount.currency_id
        = of_filial.currency_key
left join {{ ref('stg_sales_doctor__currencies') }} as of_all
    on balance.source || ':payment:' || amount.currency_id = of_all.currency_key
