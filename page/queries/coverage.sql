-- How far a stream is loaded, the state of its last days, the oldest first, and what the newest loads put aside.
select
    source,
    max(vendor) as vendor,
    stream,
    max(covered_to) as covered_to,
    list(status order by date_day) filter (where date_day < $as_of) as states,
    sum(quarantined_count) filter (where date_day = $as_of) as quarantined_count
from mart_data_coverage
where date_day between $from_day and $as_of
group by
    source,
    stream
order by
    source nulls last,
    stream nulls last
