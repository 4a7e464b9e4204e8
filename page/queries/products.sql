-- Products of the newest month. One by one those that sold most in the months that ABC goes by, and those whose demand grew
-- or fell most; all others of a class as one.
with newest as (
    select max(month_date) as month_date
    from mart_product_sales
),

ranked as (
    select
        products.product_key,
        products.product_name,
        products.category_name,
        products.abc_class,
        products.window_net_amount,
        products.recent_net_amount,
        products.earlier_net_amount,
        products.demand_ratio,
        row_number() over (
            order by products.window_net_amount desc nulls last, products.product_key asc nulls last
        ) as place,
        row_number() over (
            order by products.demand_ratio desc nulls last, products.product_key asc nulls last
        ) as grown_place,
        row_number() over (
            order by products.demand_ratio asc nulls last, products.product_key asc nulls last
        ) as fallen_place
    from mart_product_sales as products
    inner join newest
        on products.month_date = newest.month_date
),

told as (
    select
        *,
        place <= 10 or (demand_ratio is not null and (grown_place <= 10 or fallen_place <= 10)) as is_told
    from ranked
)

select
    case when is_told then place end as place,
    case when is_told then product_name end as name,
    case when is_told then category_name end as category,
    abc_class as abc,
    case when is_told then cast(round(demand_ratio, 4) as double) end as demand,
    count(*) as products_count,
    sum(window_net_amount) as sold_amount,
    sum(recent_net_amount) as recent_amount,
    sum(earlier_net_amount) as earlier_amount
from told
group by
    case when is_told then place end,
    case when is_told then product_name end,
    case when is_told then category_name end,
    abc_class,
    case when is_told then cast(round(demand_ratio, 4) as double) end
order by
    place nulls last,
    abc nulls last
