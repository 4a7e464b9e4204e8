with lead as (
    select
        leads.lead_key,
        leads.created_at,
        leads.created_date,
        deals.customer_key
    from {{ ref('int_leads') }} as leads
    inner join {{ ref('int_deal_outcomes') }} as deals
        on leads.lead_key = deals.deal_key
),

call as (
    select
        customer_key,
        started_at as answered_at
    from {{ ref('int_conversations') }}
    where direction = 'out' or (direction = 'in' and is_answered)
),

message as (
    select
        record_key,
        sent_at as answered_at
    from {{ ref('int_messages') }}
),

lead_card as (
    select
        lead_key,
        lead_key as record_key,
        created_at
    from lead

    union all

    select
        lead.lead_key,
        card.record_key,
        lead.created_at
    from lead
    inner join {{ ref('int_lead_cards') }} as card
        on lead.lead_key = card.lead_key
),

meeting as (
    select
        lead_key,
        held_at as answered_at
    from {{ ref('int_meetings') }}
),

answer as (
    {{ first_after('lead', 'call', 'customer_key') }}
    union all
    {{ first_after('lead_card', 'message', 'record_key') }}
    union all
    {{ first_after('lead', 'meeting', 'lead_key') }}
),

ranked_answer as (
    select
        lead_key,
        answered_at,
        answer_kind,
        row_number() over (partition by lead_key order by answered_at nulls last, answer_kind nulls last) as place
    from answer
),

-- Without all calls since the lead's creation nobody can say that it waits.
first_missing_day as (
    select
        calendar.date_day,
        min(case when not calendar.is_complete then calendar.date_day end) over (
            order by calendar.date_day nulls last
            rows between current row and unbounded following
        ) as missing_date
    from {{ ref('int_entity_coverage_day') }} as calendar
    cross join {{ ref('int_run') }} as run
    where calendar.entity = 'calls' and calendar.date_day < run.as_of_date
),

measured_lead as (
    select
        lead.lead_key,
        lead.customer_key,
        first_answer.answered_at,
        first_answer.answer_kind,
        case
            when first_answer.lead_key is not null then true
            when lead.created_date >= run.as_of_date then false
            when first_missing_day.date_day is not null and first_missing_day.missing_date is null then false
        end as is_answered,
        cast(floor((
            {{ working_seconds_at('coalesce(first_answer.answered_at, run.as_of)', 'answer_day') }}
            - {{ working_seconds_at('lead.created_at', 'creation_day') }}
        ) / 60) as bigint) as working_minutes
    from lead
    cross join {{ ref('int_run') }} as run
    left join ranked_answer as first_answer
        on
            lead.lead_key = first_answer.lead_key
            and first_answer.place = 1
    left join first_missing_day
        on lead.created_date = first_missing_day.date_day
    left join {{ ref('int_date') }} as creation_day
        on lead.created_date = creation_day.date_day
    left join {{ ref('int_date') }} as answer_day
        on coalesce({{ business_date('first_answer.answered_at') }}, run.as_of_date) = answer_day.date_day
)

select
    lead_key,
    customer_key,
    answered_at as first_answer_at,
    answer_kind as first_answer_kind,
    is_answered,
    case when is_answered then working_minutes end as response_minutes,
    case when not is_answered then working_minutes end as waiting_minutes
from measured_lead
