-- The newest day of stand-ups: what each employee had done by each mark, beside what is usual by then; null where it is
-- not known.
with newest as (
    select max(date_day) as date_day
    from mart_day_pulse
)

select
    pulse.mark,
    pulse.employee_key as person,
    pulse.leads_count,
    pulse.calls_in_count,
    pulse.calls_out_count,
    pulse.calls_answered_count,
    pulse.talk_seconds,
    pulse.meetings_held_count,
    pulse.contracts_count,
    pulse.deals_won_count,
    pulse.timed_receipts_amount,
    cast(pulse.usual_leads_count as double) as usual_leads_count,
    cast(pulse.usual_calls_in_count as double) as usual_calls_in_count,
    cast(pulse.usual_calls_out_count as double) as usual_calls_out_count,
    cast(pulse.usual_calls_answered_count as double) as usual_calls_answered_count,
    cast(pulse.usual_talk_seconds as double) as usual_talk_seconds,
    cast(pulse.usual_meetings_held_count as double) as usual_meetings_held_count,
    cast(pulse.usual_contracts_count as double) as usual_contracts_count,
    cast(pulse.usual_deals_won_count as double) as usual_deals_won_count,
    pulse.usual_timed_receipts_amount
from mart_day_pulse as pulse
inner join newest
    on pulse.date_day = newest.date_day
order by
    mark nulls last,
    person nulls last
