-- Who came in a month and what became of it, by what customers tell of themselves; what may not be shown is null.
select
    month_date as month,
    attribute,
    segment_value as answer,
    customers_count,
    leads_count as inquiries_count,
    won_count,
    paid_amount,
    is_withheld,
    least_customers_count as least_count
from mart_audience_segment
where month_date <= $last_day
order by
    month nulls last,
    attribute nulls last,
    answer nulls last
