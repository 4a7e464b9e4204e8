with known_rate as (
    select
        currency.currency_code,
        rate.rate_date,
        rate.rate,
        rate.multiplicity,
        row_number() over (
            partition by currency.currency_code, rate.rate_date
            order by rate.source nulls last, rate.rate_key nulls last
        ) as place
    from {{ ref('int_vendor_currency_rates') }} as rate
    inner join {{ ref('int_vendor_currencies') }} as currency
        on rate.currency_key = currency.currency_key
    cross join {{ ref('int_run') }} as run
    where
        not rate.is_deleted
        and rate.rate > 0
        and rate.multiplicity > 0
        and rate.rate_date <= run.as_of_date
        and currency.currency_code <> '{{ var("base_currency") }}'
),

-- A rate holds until the next one: the night's last one to the as-of date.
lasting_rate as (
    select
        known_rate.currency_code,
        known_rate.rate_date,
        known_rate.rate,
        known_rate.multiplicity,
        coalesce(
            lead(known_rate.rate_date) over (
                partition by known_rate.currency_code
                order by known_rate.rate_date nulls last
            ),
            cast(run.as_of_date + interval '1 day' as date)
        ) as next_rate_date
    from known_rate
    cross join {{ ref('int_run') }} as run
    where known_rate.place = 1
)

select
    currency_code,
    {{ days_until('rate_date', 'next_rate_date') }} as date_day,
    rate_date,
    rate,
    multiplicity,
    cast(
        {{ cents_ratio('cast(1000000 * rate as bigint)', 'multiplicity') }} * cast(0.0001 as decimal(5, 4))
        as decimal(18, 6)
    ) as unit_rate
from lasting_rate
