-- Which kinds of sources the deployment reads at all.
select
    coalesce(bool_or(entity = 'leads'), false) as crm,
    coalesce(bool_or(entity = 'payments'), false) as payments,
    coalesce(bool_or(entity = 'calls'), false) as telephony,
    coalesce(bool_or(entity = 'ad_spend'), false) as advertising
from (
    select distinct unnest(string_split(entities, ', ')) as entity
    from mart_data_coverage
) as fed_entities
