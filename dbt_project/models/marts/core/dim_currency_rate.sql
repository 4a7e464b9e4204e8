select
    currency_code,
    date_day,
    unit_rate as rate,
    rate_date
from {{ ref('int_exchange_rates') }}
