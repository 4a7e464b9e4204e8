-- What each region brought in a month; no region: no rule answers. A day that is not known makes its month unknown.
with region_days as (
    select
        cast(date_trunc('month', date_day) as date) as month_date,
        case when region_key <> 'unknown' then region_name end as region_name,
        clean_leads_count,
        deals_won_count,
        revenue_booked_amount,
        revenue_paid_amount,
        net_amount,
        net_known_cost_amount,
        margin_amount
    from mart_region_sales
    where date_day <= $last_day
)

select
    month_date as month,
    region_name as region,
    case when count(clean_leads_count) = count(*) then sum(clean_leads_count) end as clean_leads_count,
    case when count(deals_won_count) = count(*) then sum(deals_won_count) end as deals_won_count,
    case when count(revenue_booked_amount) = count(*) then sum(revenue_booked_amount) end as revenue_booked_amount,
    case when count(revenue_paid_amount) = count(*) then sum(revenue_paid_amount) end as revenue_paid_amount,
    case when count(net_amount) = count(*) then sum(net_amount) end as net_amount,
    case when count(net_known_cost_amount) = count(*) then sum(net_known_cost_amount) end as net_known_cost_amount,
    case when count(margin_amount) = count(*) then sum(margin_amount) end as margin_amount
from region_days
group by
    month_date,
    region_name
order by
    month nulls last,
    region nulls last
