-- A company of any size, made by arithmetic; the blanks in braces are filled by large_shelf.py.
create macro dice(one, salt, sides) as cast(hash(one * 31 + salt * 7919) % sides as integer);

insert into dim_date by name
select day as date_day, isodow(day) < 6 and dice(epoch(day)::bigint, 1, 30) > 0 as is_working_day
from (select unnest(generate_series({first}, {as_of} + 90, interval 1 day))::date as day);

insert into dim_org_unit by name
select 'crm:1' || n as org_unit_key, name as org_unit_name
from (values (0, 'Отдел продаж'), (1, 'Опт'), (2, 'Розница'), (3, 'Регионы')) as units(n, name);

insert into dim_employee_history by name
select
    'crm:' || n as employee_key,
    {names}[1 + n % 10] || ' ' || {surnames}[1 + cast(floor(n / 10) as integer) % 5]
        || case when n % 2 = 0 then 'ова' else 'ов' end as employee_name,
    'crm:1' || n % 4 as org_unit_key, date '1900-01-01' as valid_from_date,
    date '9999-12-31' as valid_to_date, true as is_active
from range({managers}) as t(n)
union all by name
select 'unassigned' as employee_key, 'unassigned' as employee_name, 'unassigned' as org_unit_key,
    date '1900-01-01' as valid_from_date, date '9999-12-31' as valid_to_date, true as is_active;

insert into dim_pipeline_stage by name
select 'crm:' || p || ':' || step as stage_key, 'crm:' || p as pipeline_key,
    case p when 7 then 'Основная' else 'Опт' end as pipeline_name, step, ord as step_order, false as is_end
from (values (7), (8)) as pipelines(p)
cross join (values ('lead', 1), ('qualified', 2), ('meeting', 3), ('offer', 4), ('contract', 5), ('paid', 6))
    as steps(step, ord);

insert into dim_channel
values ('site', 'Сайт'), ('call', 'Входящий звонок'), ('direct', 'Яндекс Директ'), ('expo', 'Выставки'),
    ('friends', 'Рекомендации');

insert into fct_lead by name
select
    'crm:' || n as lead_key, {first} + cast(floor(n * {days} / {leads}) as integer) as created_date,
    'crm:' || dice(n, 2, {managers}) as employee_key, 'crm:' || (7 + cast(dice(n, 3, 10) > 6 as integer)) as pipeline_key,
    ['site', 'call', 'direct', 'expo', 'friends'][1 + dice(n, 4, 5)] as channel_key,
    case when dice(n, 5, 100) < 30 then 1 when dice(n, 5, 100) < 55 then 2 when dice(n, 5, 100) < 68 then 3
        when dice(n, 5, 100) < 78 then 4 when dice(n, 5, 100) < 84 then 5 else 6 end as furthest_step_order,
    dice(n, 6, 100) > 15 or dice(n, 5, 100) >= 55 as is_clean
from range({leads}) as t(n)
where isodow({first} + cast(floor(n * {days} / {leads}) as integer)) < 7;

update fct_lead set
    channel_name = (select channel_name from dim_channel where channel_key = fct_lead.channel_key),
    is_junk = not is_clean,
    junk_class = case when not is_clean then ['spam', 'duplicate', 'wrong_number', 'other']
        [1 + dice(hash(lead_key) % 1000003, 31, 4)] end,
    client_status = ['new', 'new', 'current', 'unknown'][1 + dice(hash(lead_key) % 1000003, 32, 4)];

insert into fct_deal by name
select
    lead_key as deal_key, lead_key, employee_key, pipeline_key, channel_key, created_date,
    pipeline_key || ':' || ['lead', 'qualified', 'meeting', 'offer', 'contract', 'paid'][furthest_step_order]
        as stage_key,
    furthest_step_order >= 5 and age <= {as_of} - created_date as is_won,
    case when furthest_step_order >= 5 and age <= {as_of} - created_date then created_date + age end as won_date,
    employee_key as won_employee_key,
    furthest_step_order < 5 and {as_of} - created_date > 25 and is_clean as is_lost, not is_clean as is_junk,
    case when furthest_step_order < 5 and {as_of} - created_date > 25 and is_clean then created_date + 25 - age % 20 end
        as lost_date, employee_key as lost_employee_key, ['Дорого', 'Выбрали другого', 'Не отвечает', 'Нет бюджета',
        'Отложили'][1 + age % 5] as loss_reason_name, client_status,
    case when furthest_step_order >= 5 and age <= {as_of} - created_date then created_date + age - 2 end as contract_date,
    employee_key as contract_employee_key,
    case when furthest_step_order >= 5 and age <= {as_of} - created_date then age end as sales_cycle_days,
    cast(20000 + dice(hash(lead_key) % 1000003, 7, 40000000) / 100.0 as decimal(18, 2)) as amount
from (select *, 4 + dice(hash(lead_key) % 1000003, 8, 30) as age from fct_lead);

insert into fct_deal_stage_visit by name
select
    l.lead_key || '#' || n as visit_key, l.lead_key as deal_key, n as visit_number,
    l.pipeline_key || ':' || ['lead', 'qualified', 'meeting', 'offer', 'contract', 'paid'][n] as stage_key,
    least(l.created_date + cast(n - 1 as integer) * 3, {as_of} - 1) as entered_date, l.employee_key
from fct_lead as l cross join range(1, 7) as steps(n)
where n <= l.furthest_step_order;

insert into fct_payment by name
select
    deal_key || '/' || line as payment_line_key, won_date + cast(line as integer) * 5 as paid_date, 'in' as direction,
    cast(round(amount / 2, 2) as decimal(18, 2)) as amount, deal_key, employee_key, channel_key, client_status,
    ['Банк', 'Карта', 'Наличные'][1 + dice(hash(deal_key) % 1000003, 33, 3)] as payment_form_name
from fct_deal cross join range(1, 3) as lines(line)
where is_won and won_date + cast(line as integer) * 5 < {as_of} and stage_key like '%paid'
union all by name
select 'loose/' || n as payment_line_key, {first} + cast(n as integer) as paid_date, 'in' as direction,
    cast(1000 + dice(n, 9, 90000) as decimal(18, 2)) as amount, cast(null as varchar) as deal_key,
    'unassigned' as employee_key, 'unlinked' as channel_key, 'unknown' as client_status, 'Банк' as payment_form_name
from range({days}) as t(n);

insert into fct_payment_schedule by name
select
    {as_of} as as_of_date, deal_key as order_key, 1 as line_number, due_date,
    case when due_date < {as_of} then 'overdue' when due_date = {as_of} then 'today'
        when due_date = {as_of} + 1 then 'tomorrow' when due_date <= {as_of} + 7 then 'next_7_days'
        else 'later' end as due_bucket,
    cast(round(amount / 3, 2) as decimal(18, 2)) as expected_amount, deal_key, employee_key
from (select *, won_date + 20 + dice(hash(deal_key) % 1000003, 10, 20) as due_date from fct_deal where is_won)
where due_date between {as_of} - 12 and {as_of} + 20;

insert into mart_payment_calendar by name
select as_of_date, as_of_date as due_date, employee_key, 1 as instalments_count, amount as expected_amount,
    case when dice(epoch(as_of_date)::bigint, 11, 10) < 7 then amount else 0 end as kept_amount
from (
    select paid_date as as_of_date, employee_key, sum(amount) as amount from fct_payment
    where employee_key <> 'unassigned' and paid_date < {as_of} - 1 group by paid_date, employee_key
);

insert into mart_plan_fact_daily by name
with facts as (
    select 'revenue_paid_amount' as metric, paid_date as day, employee_key, amount as value from fct_payment
    union all select 'revenue_booked_amount', won_date, won_employee_key, amount from fct_deal where is_won
    union all select 'deals_won_count', won_date, won_employee_key, 1 from fct_deal where is_won
    union all select 'clean_leads_count', created_date, employee_key, 1 from fct_lead where is_clean
),
parts as (
    select facts.*, org_unit_key from facts inner join dim_employee_history using (employee_key)
    where employee_key <> 'unassigned'
),
owners as (
    select metric, day, 'company' as unit_type, 'company' as unit_key, value from parts
    union all select metric, day, 'department', org_unit_key, value from parts
    union all select metric, day, 'employee', employee_key, value from parts
)
select metric, unit_type, unit_key, date_trunc('month', day)::date as date_day, true as is_complete,
    cast(ceil(sum(value) * max(case when date_trunc('month', day) = date_trunc('month', {as_of}) then 8 else 1.08 end))
        as decimal(18, 2)) as plan_month
from owners group by metric, unit_type, unit_key, date_trunc('month', day);

insert into mart_plan_fact_daily by name
select 'revenue_paid_amount' as metric, 'company' as unit_type, 'company' as unit_key, day as date_day,
    true as is_complete, (select max(plan_month) from mart_plan_fact_daily as plans where metric =
        'revenue_paid_amount' and unit_type = 'company' and plans.date_day = date_trunc('month', day)) as plan_month
from (select unnest(generate_series({first}, {as_of} - 1, interval 1 day))::date as day)
where day <> date_trunc('month', day);

insert into mart_conversion_by_unit by name
select {first} as date_day, 'crm:0' as employee_key, 'lead' as step, true as is_complete;

insert into mart_data_coverage by name
select source, vendor, stream, entities, day as date_day, 'loaded' as status, true as is_complete,
    {as_of}::timestamp as covered_to, 0 as quarantined_count
from (values ('crm', 'amocrm', 'leads', 'leads'), ('crm', 'amocrm', 'events', 'leads, stage_changes'),
    ('erp', 'onec', 'payments_bank', 'payments'), ('erp', 'onec', 'orders', 'orders'),
    ('pbx', 'mango_office', 'calls', 'calls'), ('ads', 'yandex_direct', 'ad_report', 'ad_spend'))
    as streams(source, vendor, stream, entities)
cross join (select unnest(generate_series({first}, {as_of}, interval 1 day))::date as day);

insert into mart_employee_activity_daily by name
select
    date_day, employee_key, true as is_complete, leads_count, dice(seed, 12, 14) as calls_in_count,
    dice(seed, 13, 22) as calls_out_count, cast(floor(dice(seed, 12, 14) / 5) as bigint) as calls_missed_count,
    cast(dice(seed, 14, 3) = 0 as bigint) as calls_missed_let_go_count, 0 as calls_missed_open_count,
    dice(seed, 15, 7200) as talk_seconds, dice(seed, 16, 4) as meetings_planned_count,
    dice(seed, 16, 3) as meetings_held_count, dice(seed, 17, 9) as messages_count,
    dice(seed, 18, 2) as contracts_count, dice(seed, 19, 3) as payments_count, dice(seed, 22, 6) as visits_made_count,
    cast(dice(seed, 19, 3) * 54321.5 as decimal(18, 2)) as revenue_paid_amount, 5 + dice(seed, 20, 9) as
    backlog_start_count, leads_count + 1 as processed_count, 4 + dice(seed, 20, 9) as backlog_end_count
from (
    select date_day, employee_key, epoch(date_day)::bigint + hash(employee_key) % 1000 as seed,
        (select count(*) from fct_lead as l where l.created_date = d.date_day and l.employee_key = e.employee_key)
            as leads_count
    from dim_date as d cross join dim_employee_history as e
    where is_working_day and date_day < {as_of} and employee_key <> 'unassigned'
);

insert into mart_response_speed by name
select lead_key, created_date, employee_key, dice(hash(lead_key) % 1000003, 21, 20) > 0 as is_answered,
    case when dice(hash(lead_key) % 1000003, 21, 20) > 0
        then cast(power(1.06, dice(hash(lead_key) % 1000003, 22, 110)) as bigint) end as response_minutes
from fct_lead;

insert into mart_channel_performance by name
with months as (
    select channel_key, date_trunc('month', created_date)::date as month_date, count(*) as leads_count,
        count(*) filter (where is_clean) as clean_leads_count,
        count(*) filter (where furthest_step_order > 4) as deals_won_count
    from fct_lead group by all
)
select
    month_date, months.channel_key, coalesce(campaign, 'none') as campaign_key, coalesce(campaign, '') as
    campaign_name, 'last_touch' as attribution_model, cast(case when campaign is null then 0 else clean_leads_count * 2900
        end as decimal(18, 2)) as spend_amount, campaign is not null as has_channel_spend, 0 as other_costs_amount,
    cast(floor(leads_count / parts) as bigint) as leads_count,
    cast(floor(clean_leads_count / parts) as bigint) as clean_leads_count,
    cast(floor(deals_won_count / parts) as bigint) as deals_won_count,
    cast(floor(deals_won_count / parts) * 190000 as decimal(18, 2)) as revenue_paid_amount,
    cast(floor(deals_won_count / parts) * 61000 as decimal(18, 2)) as margin_amount, 0 as net_amount,
    0 as net_known_cost_amount, cast(floor(deals_won_count / parts / 2) as bigint) as new_customers_count
from months left join (values ('direct', 'Поиск: оборудование', 2), ('direct', 'РСЯ: каталог', 2))
    as campaigns(channel_key, campaign, part) on months.channel_key = campaigns.channel_key
cross join lateral (select coalesce(part, 1) as parts)
union all by name
select distinct month_date, 'direct' as channel_key, 'none' as campaign_key, 'Без кампании' as campaign_name,
    'last_touch' as attribution_model, 0 as spend_amount, true as has_channel_spend, 0 as other_costs_amount,
    9 as leads_count, 7 as clean_leads_count, 1 as deals_won_count, 190000 as revenue_paid_amount, 61000 as margin_amount,
    0 as net_amount, 0 as net_known_cost_amount, 1 as new_customers_count
from months
union all by name
select date_trunc('month', {as_of} - cast(n as integer) * 30)::date as month_date, 'unallocated' as channel_key, 'none' as
    campaign_key, 'last_touch' as attribution_model, 0 as spend_amount, 1615000 as other_costs_amount, 0 as
    leads_count, 0 as clean_leads_count, 0 as deals_won_count, 0 as revenue_paid_amount, 0 as margin_amount,
    0 as net_amount, 0 as net_known_cost_amount, 0 as new_customers_count
from range(0, 12) as t(n);

insert into mart_day_pulse by name
select
    {as_of} as date_day, mark, {as_of} + part * interval 1 hour - interval 3 hour as counted_to_at, true as is_running_day,
    10 as base_days_count, employee_key, cast(floor(leads_count * part / 18) as bigint) as leads_count,
    cast(floor(calls_in_count * part / 18) as bigint) as calls_in_count,
    cast(floor(calls_out_count * part / 18) as bigint) as calls_out_count,
    cast(floor(calls_out_count * part / 20) as bigint) as calls_answered_count,
    cast(floor(talk_seconds * part / 18) as bigint) as talk_seconds, meetings_held_count, contracts_count,
    0 as deals_won_count, revenue_paid_amount as timed_receipts_amount, leads_count / 2.0 as usual_leads_count,
    calls_in_count / 2.0 as usual_calls_in_count, calls_out_count / 2.0 as usual_calls_out_count,
    calls_out_count / 3.0 as usual_calls_answered_count, talk_seconds / 2.0 as usual_talk_seconds,
    1.2 as usual_meetings_held_count, 0.6 as usual_contracts_count, 0.4 as usual_deals_won_count,
    40000.5 as usual_timed_receipts_amount
from mart_employee_activity_daily cross join (values ('11:00', 11), ('now', 14)) as marks(mark, part)
where date_day = (select max(date_day) from mart_employee_activity_daily);

insert into mart_goal_progress by name
select
    goal, metric, case metric when 'contracts_count' then 'count' else 'money' end as value_unit, 'company' as unit_type, 'Компания' as unit_name, 'Анна Северова' as owner_name,
    {as_of} - 1 as date_day, {as_of} + ahead as deadline_date, target as target_value, target * share as fact_to_date,
    target * (1 - share) / 20 as needed_per_working_day, target * share * 1.9 as forecast_value,
    share > 0.5 as is_on_track, 20 as working_days_left, target * 0.4 as baseline_value_to_date,
    target * (share - 0.4) as gap_value,
    case when metric = 'revenue_paid_amount' then target * (share - 0.4) + 1000 end as gap_leads_amount,
    case when metric = 'revenue_paid_amount' then -1500 end as gap_conversion_amount,
    case when metric = 'revenue_paid_amount' then 400 end as gap_ticket_amount,
    case when metric = 'revenue_paid_amount' then 100 end as gap_unlinked_amount
from (values ('Рост поступлений', 'revenue_paid_amount', 26, 90000000, 0.61), ('Договоры', 'contracts_count', 60, 400, 0.34))
    as goals(goal, metric, ahead, target, share);

insert into mart_daily_effort_plan by name
select
    {as_of} as date_day, employee_key, 18 as working_days_left, dice(hash(employee_key) % 1000, 41, 20) as missing_deals,
    dice(hash(employee_key) % 1000, 42, 3000000) as missing_amount, 0.9 as needed_deals_per_day,
    1.1 as needed_contracts_per_day, 1.9 as needed_offers_per_day,
    dice(hash(employee_key) % 1000, 43, 900) / 100.0 as needed_leads_per_day,
    dice(hash(employee_key) % 1000, 44, 3000) / 100.0 as needed_calls_per_day, 2.2 as needed_held_meetings_per_day
from dim_employee_history where employee_key <> 'unassigned';

insert into mart_product_sales by name
select
    date_trunc('month', {as_of})::date as month_date, 'p' || n as product_key, 'Товар ' || n as product_name,
    'Каталог ' || n % 7 as category_name, 9000000 / (n + 1) as window_net_amount, 2000000 / (n + 1) as recent_net_amount,
    1800000 / (n + 1) as earlier_net_amount, 0.4 + dice(n, 45, 160) / 100.0 as demand_ratio,
    case when n < 20 then 'A' when n < 60 then 'B' else 'C' end as abc_class
from range(0, 200) as t(n);

insert into mart_revenue_reconciliation by name
with sides as (
    select won_date as date_day, 'not_yet_paid' as reason, sum(amount) as booked, 0 as paid from fct_deal
    where is_won and dice(hash(deal_key) % 1000003, 46, 4) = 0 group by won_date
    union all select won_date, 'none', sum(amount), sum(amount) from fct_deal
    where is_won and dice(hash(deal_key) % 1000003, 46, 4) = 1 group by won_date
    union all select won_date, 'paid_other_day', sum(amount), 0 from fct_deal
    where is_won and dice(hash(deal_key) % 1000003, 46, 4) > 1 group by won_date
    union all select paid_date, case when deal_key is null then 'no_deal' else 'paid_other_day' end, 0, sum(amount)
    from fct_payment group by paid_date, deal_key is null
)
select date_day, reason, 'unknown' as customer_key, sum(booked) as booked_amount, sum(paid) as paid_amount,
    case when reason = 'none' then sum(booked) else 0 end as shipped_amount, sum(booked) - sum(paid) as difference_amount
from sides where date_day < {as_of} group by date_day, reason;

insert into mart_sales_cycle by name
select deal_key, pipeline_key, employee_key, 'open' as outcome, true as is_censored, {as_of} - 1 - created_date as cycle_days
from fct_deal where not is_won and not is_lost and not is_junk;

insert into fct_lead_control_point by name
select
    lead_key, ['Фиксация', 'Классификация', 'Показ'][n] as point_name, n as point_order, 1 as visit_number, employee_key,
    created_date, case when n > 1 then cast(power(1.07, dice(hash(lead_key) % 1000003, 50 + n, 100)) as bigint) end
    as working_minutes
from fct_lead cross join range(1, 4) as points(n)
where n <= furthest_step_order and created_date > {as_of} - 40;

insert into mart_customer_segment by name
select date_trunc('month', {as_of})::date - 1 as month_end_date, abc || xyz as segment, abc, xyz, 20 as customers_count,
    1200000.5 as paid_amount, 'Спросить о планах закупок' as advice_ru, 'Ask for their buying plans' as advice_en
from (values ('A'), ('B'), ('C')) as x(abc) cross join (values ('X'), ('Y'), ('Z')) as y(xyz);

insert into mart_employee_scorecard by name
select
    month_date, employee_key, step, step_order, 'crm:10' as org_unit_then_key, true as is_complete, 12 as entered_count,
    4 as reached_count, 300 as unit_entered_count, 200 as unit_reached_count, 4 as lost_here_count,
    dice(seed, 61, 40000000) / 100.0 as gap_cost_amount, step_order = 1 + seed % 5 as is_weakest_step,
    seed % 3 = 0 as is_beyond_chance, 'Заканчивать каждый разговор датой встречи (' || step || ').' as advice_ru,
    'End every call with the date of a meeting (' || step || ').' as advice_en
from (
    select *, hash(employee_key) % 1000 + epoch(month_date)::bigint as seed
    from (select distinct date_trunc('month', date_day)::date as month_date from dim_date where date_day between {first} and {as_of})
    cross join (select employee_key from dim_employee_history where employee_key <> 'unassigned')
    cross join (values ('lead', 1), ('qualified', 2), ('meeting', 3), ('offer', 4), ('contract', 5)) as steps(step, step_order)
);

insert into mart_data_discipline by name
select date_day, employee_key, rule, dice(seed, 62, 9) as found_count, 8 + dice(seed, 63, 40) as base_count, true as is_complete
from (
    select date_day, employee_key, rule, epoch(date_day)::bigint + hash(employee_key || rule) % 1000 as seed
    from dim_date cross join (select employee_key from dim_employee_history where employee_key <> 'unassigned')
    cross join (values ('no_next_step'), ('stale_stage'), ('missing_field'), ('back_dated'), ('duplicate_made')) as rules(rule)
    where date_day between {as_of} - 92 and {as_of} - 1
);

insert into mart_region_sales by name
select
    created_date as date_day, region as region_key, 'Область ' || region as region_name, client_status,
    count(*) as leads_count, count(*) filter (where is_clean) as clean_leads_count,
    count(*) filter (where furthest_step_order > 4) as deals_won_count, count(*) * 90000.5 as revenue_booked_amount,
    count(*) * 70000.5 as revenue_paid_amount, count(*) * 60000 as net_amount, count(*) * 60000 as net_known_cost_amount,
    count(*) * 20000 as margin_amount, true as is_complete
from (select *, 'r' || dice(hash(lead_key) % 1000003, 64, 30) as region from fct_lead)
group by created_date, region, client_status;

insert into mart_audience_segment by name
select
    month_date, attribute, case n when 0 then 'unknown' else attribute || ' ' || n end as segment_value,
    5 + dice(seed, 65, 300) as customers_count, 6 + dice(seed, 65, 300) as leads_count, dice(seed, 66, 30) as won_count,
    dice(seed, 67, 90000000) / 10.0 as paid_amount, false as is_withheld, 5 as least_customers_count, true as is_complete
from (
    select *, epoch(month_date)::bigint + hash(attribute) % 1000 + n as seed
    from (select distinct date_trunc('month', date_day)::date as month_date from dim_date where date_day between {first} and {as_of})
    cross join (values ('sex', 3), ('birth_date', 8), ('family_status', 4), ('occupation', 20), ('industry', 15)) as attributes(attribute, size)
    cross join range(0, 20) as t(n)
    where n < size
);

insert into mart_client_priority by name
with open_deals as (
    select deal_key as subject_key, employee_key, amount, 'deal' as subject_type, 'https://crm.northlight.example/leads/detail/' || deal_key as source_url
    from fct_deal where not is_won and not is_lost and not is_junk
    union all
    select 'c' || deal_key, employee_key, amount, 'customer', null from fct_deal where is_won
)
select
    *, row_number() over (partition by subject_type order by amount desc, subject_key) as priority_rank,
    'ООО «Компания ' || subject_key || '»' as company_name, dice(hash(subject_key) % 1000003, 68, 10000) / 100.0 as chance_pct,
    amount / 2 as score_amount, 1.8 as reason_1_weight, 0.95 as reason_2_weight, dice(hash(subject_key) % 1000003, 69, 900) / 100.0 as reason_3_weight,
    'Стадия «Тендер»: отсюда выигрывают ' || dice(hash(subject_key) % 1000003, 70, 12) || ' % сделок' as reason_1_ru,
    'Stage “Tender”: from here ' || dice(hash(subject_key) % 1000003, 70, 12) || ' % of deals are won' as reason_1_en,
    'Возраст сделки, дней: ' || dice(hash(subject_key) % 1000003, 71, 50) as reason_2_ru,
    'Age of the deal, days: ' || dice(hash(subject_key) % 1000003, 71, 50) as reason_2_en,
    'Сумма: в среднем открытая сделка на 102347' as reason_3_ru, 'Amount: an open deal is worth 102347 on average' as reason_3_en
from open_deals;
