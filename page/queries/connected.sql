-- Which kinds of sources the deployment reads at all.
select
    coalesce(bool_or(stream = 'calls'), false) as telephony,
    coalesce(bool_or(stream = 'ad_report'), false) as advertising
from mart_data_coverage
