-- How far a stream is loaded, and the state of its last days, the oldest first.
select
    source,
    max(vendor) as vendor,
    stream,
    max(covered_to) as covered_to,
    list(status order by date_day) as states,
    sum(case when date_day = $last_day then quarantined_count end) as quarantined_count
from mart_data_coverage
where date_day between $from_day and $last_day
group by
    source,
    stream
order by
    source nulls last,
    stream nulls last
