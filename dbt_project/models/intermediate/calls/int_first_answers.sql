{# Answers are looked up by walking through the instants of a customer or card once, never by joining all leads with all
   calls: a customer may have a thousand of both. #}

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

-- A lead and a call of its customer stand in one line of time; at one instant the lead goes first.
customer_instant as (
    select
        customer_key,
        created_at as happened_at,
        0 as rank_in_instant,
        lead_key,
        cast(null as timestamp) as answered_at
    from lead
    where customer_key is not null

    union all

    select
        customer_key,
        started_at as happened_at,
        1 as rank_in_instant,
        cast(null as text) as lead_key,
        started_at as answered_at
    from {{ ref('int_conversations') }}
    where
        customer_key is not null
        and (direction = 'out' or (direction = 'in' and is_answered))
),

answering_call as (
    select
        lead_key,
        min(answered_at) over (
            partition by customer_key
            order by happened_at nulls last, rank_in_instant nulls last
            rows between current row and unbounded following
        ) as answered_at
    from customer_instant
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

card_instant as (
    select
        record_key,
        created_at as happened_at,
        0 as rank_in_instant,
        lead_key,
        cast(null as timestamp) as answered_at
    from lead_card

    union all

    select
        record_key,
        sent_at as happened_at,
        1 as rank_in_instant,
        cast(null as text) as lead_key,
        sent_at as answered_at
    from {{ ref('int_messages') }}
),

answering_message as (
    select
        lead_key,
        min(answered_at) over (
            partition by record_key
            order by happened_at nulls last, rank_in_instant nulls last
            rows between current row and unbounded following
        ) as answered_at
    from card_instant
),

answer as (
    select
        lead_key,
        answered_at,
        'call' as answer_kind
    from answering_call
    where lead_key is not null and answered_at is not null

    union all

    select
        lead_key,
        answered_at,
        'message' as answer_kind
    from answering_message
    where lead_key is not null and answered_at is not null

    union all

    select
        meeting.lead_key,
        meeting.held_at as answered_at,
        'meeting' as answer_kind
    from {{ ref('int_meetings') }} as meeting
    inner join lead
        on
            meeting.lead_key = lead.lead_key
            and meeting.held_at >= lead.created_at
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
    where
        calendar.entity = 'calls'
        and calendar.date_day < run.as_of_date
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
        {{ working_seconds_at('lead.created_at', 'creation_day') }} as working_seconds_at_creation,
        {{ working_seconds_at('coalesce(first_answer.answered_at, run.as_of)', 'answer_day') }}
            as working_seconds_at_end
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
    case
        when is_answered
            then cast(floor((working_seconds_at_end - working_seconds_at_creation) / 60) as bigint)
    end as response_minutes,
    case
        when not is_answered
            then cast(floor((working_seconds_at_end - working_seconds_at_creation) / 60) as bigint)
    end as waiting_minutes
from measured_lead
