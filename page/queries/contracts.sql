-- Contracts of one day by the employee who was responsible then.
select
    contract_date as day,
    contract_employee_key as person,
    pipeline_key as pipeline,
    count(*) as contracts_count
from fct_deal
where contract_date <= $last_day
group by
    contract_date,
    contract_employee_key,
    pipeline_key
order by
    day nulls last,
    person nulls last,
    pipeline nulls last
