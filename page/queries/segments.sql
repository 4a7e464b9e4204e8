-- Segments of customers at the newest month end, with what to do about each.
select
    segments.segment,
    segments.abc,
    segments.xyz,
    segments.customers_count,
    segments.paid_amount,
    segments.advice_ru,
    segments.advice_en
from mart_customer_segment as segments
inner join (
    select max(month_end_date) as month_end_date
    from mart_customer_segment
) as newest
    on segments.month_end_date = newest.month_end_date
order by
    segments.abc nulls last,
    segments.xyz nulls last
