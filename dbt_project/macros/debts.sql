{# What a client owes, as we know it and as the vendor says it. #}

{# Of each reading: source, stream, date_day, counterparty_record_key, currency_code, ours, theirs, one row per document or balance. #}
{% macro debt_sides(owner) -%}
    select
        {{ columns(owner, 'document') }},
        reading.stream,
        reading.date_day,
        document.amount as ours,
        0 as theirs
    from reading
    inner join document
        on
            reading.source = document.source
            and reading.date_day >= document.counted_date
            and reading.morning_at >= document.known_from
            and reading.morning_at < document.known_to
    union all
    select
        balance.source,
        balance.counterparty_record_key,
        coalesce(currency.currency_code, '{{ var("base_currency") }}') as currency_code,
        reading.stream,
        reading.date_day,
        0 as ours,
        balance.amount as theirs
    from {{ ref('int_vendor_debt_balances') }} as balance
    inner join reading
        on
            balance.source = reading.source
            and balance._stream = reading.stream
            and balance.balance_date = reading.date_day
    left join {{ ref('int_vendor_currencies') }} as currency
        on balance.currency_key = currency.currency_key
    where not balance.is_deleted
{%- endmacro %}

{# Both sides of a client in the base currency, by the rate of the day. #}
{% macro debts_in_base_currency() -%}
    select
        'client_debts' as check_name,
        client_debt.source,
        client_debt.stream,
        client_debt.date_day,
        coalesce(client_debt.counterparty_record_key, client_debt.source || ':counterparty:') as record_key,
        cast(
            sum({{ in_base_currency('client_debt.ours', 'client_debt.currency_code', 'rate') }}) as decimal(18, 2)
        ) as ours,
        cast(
            sum({{ in_base_currency('client_debt.theirs', 'client_debt.currency_code', 'rate') }}) as decimal(18, 2)
        ) as theirs
    from client_debt
    left join {{ ref('int_exchange_rates') }} as rate
        on
            client_debt.currency_code = rate.currency_code
            and client_debt.date_day = rate.date_day
    where client_debt.currency_code = '{{ var("base_currency") }}' or rate.rate is not null
    group by
        client_debt.source,
        client_debt.stream,
        client_debt.date_day,
        coalesce(client_debt.counterparty_record_key, client_debt.source || ':counterparty:')
{%- endmacro %}
