-- The newest evening on which open deals are known.
select max(date_day) as day
from fct_deal_daily_snapshot
