{# The backlog of an employee: stays in the step `lead` that began with him. What is open at the end of a day with a
   move stays open until his next move. #}

with stay as (
    select
        employee_key,
        entered_date,
        exited_date
    from {{ ref('int_deal_stage_visits') }}
    where step = 'lead'
),

move as (
    select
        employee_key,
        entered_date as date_day,
        1 as entered_count,
        0 as processed_count
    from stay

    union all

    select
        employee_key,
        exited_date as date_day,
        0 as entered_count,
        1 as processed_count
    from stay
    where exited_date is not null
),

move_day as (
    select
        move.employee_key,
        move.date_day,
        run.as_of_date,
        sum(move.entered_count) as entered_count,
        sum(move.processed_count) as processed_count
    from move
    inner join {{ ref('int_run') }} as run
        on move.date_day < run.as_of_date
    group by
        move.employee_key,
        move.date_day,
        run.as_of_date
),

backlog as (
    select
        employee_key,
        date_day,
        processed_count,
        sum(entered_count - processed_count) over (
            partition by employee_key
            order by date_day nulls last
            rows between unbounded preceding and current row
        ) as backlog_end_count,
        coalesce(
            lead(date_day) over (partition by employee_key order by date_day nulls last),
            as_of_date
        ) as next_move_date
    from move_day
),

backlog_day as (
    select
        employee_key,
        date_day,
        processed_count,
        backlog_end_count
    from backlog

    union all

    select
        employee_key,
        {{ days_until('date_day + 1', 'next_move_date') }} as date_day,
        0 as processed_count,
        backlog_end_count
    from backlog
    where backlog_end_count <> 0
)

select
    employee_key,
    date_day,
    cast(
        coalesce(
            case
                when {{ days_between(
                    'lag(date_day) over (partition by employee_key order by date_day nulls last)', 'date_day'
                ) }} = 1
                    then lag(backlog_end_count) over (partition by employee_key order by date_day nulls last)
            end, 0
        ) as bigint
    ) as backlog_start_count,
    cast(backlog_end_count as bigint) as backlog_end_count,
    cast(processed_count as bigint) as processed_count
from backlog_day
