-- How customers moved between segments over the newest month: from where to where, by employee.
select
    moves.employee_key as person,
    moves.from_segment as came_from,
    moves.to_segment as went_to,
    sum(moves.customers_count) as customers_count,
    sum(moves.to_paid_amount) as paid_amount
from mart_customer_segment_migration as moves
inner join (
    select max(month_end_date) as month_end_date
    from mart_customer_segment_migration
) as newest
    on moves.month_end_date = newest.month_end_date
group by
    moves.employee_key,
    moves.from_segment,
    moves.to_segment
order by
    person nulls last,
    came_from nulls last,
    went_to nulls last
