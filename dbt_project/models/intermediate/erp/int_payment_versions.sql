select
    payment_line_key,
    order_key,
    paid_date,
    amount,
    observed_from,
    observed_to
from {{ ref('int_payment_line_versions') }}
where observed_from < observed_to
