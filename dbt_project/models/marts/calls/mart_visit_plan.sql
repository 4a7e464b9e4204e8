{# A day's round begins where it is wanted most and goes once around the middle of the day's clients, the shorter of the
   two ways. Clients whose place nobody knows come last. #}
{% set day = 'partition by employee_key, visit_date' %}

with point as (
    select
        visit_key,
        employee_key,
        visit_date,
        priority_position,
        cast(latitude as double) as y,
        cast(longitude as double) as x,
        row_number() over ({{ day }} order by priority_position nulls last) = 1 as is_first
    from {{ ref('int_planned_stops') }}
    where is_located
),

turned as (
    select
        {{ columns(['visit_key', 'employee_key', 'visit_date', 'priority_position', 'y', 'x', 'is_first']) }},
        atan2(
            y - avg(y) over ({{ day }}),
            (x - avg(x) over ({{ day }})) * cos(radians(avg(y) over ({{ day }})))
        ) as angle
    from point
),

begun as (
    select
        {{ columns(['visit_key', 'employee_key', 'visit_date', 'priority_position', 'y', 'x', 'is_first', 'angle']) }},
        case when angle < max(case when is_first then angle end) over ({{ day }}) then 1 else 0 end as is_behind
    from turned
),

placed as (
    select
        {{ columns(['visit_key', 'employee_key', 'visit_date', 'y', 'x']) }},
        row_number() over (
            {{ day }}
            order by
                case when is_first then 0 else 1 end nulls last,
                is_behind nulls last,
                angle nulls last,
                priority_position nulls last
        ) as place,
        row_number() over (
            {{ day }}
            order by
                case when is_first then 0 else 1 end asc nulls last,
                is_behind desc nulls last,
                angle desc nulls last,
                priority_position asc nulls last
        ) as other_place
    from begun
),

stepped as (
    select
        {{ columns(['visit_key', 'employee_key', 'visit_date', 'place', 'other_place']) }},
        {{ kilometres_between(
            'lag(y) over (' ~ day ~ ' order by place nulls last)', 'lag(x) over (' ~ day ~ ' order by place nulls last)', 'y', 'x'
        ) }} as step_km,
        {{ kilometres_between(
            'lag(y) over (' ~ day ~ ' order by other_place nulls last)',
            'lag(x) over (' ~ day ~ ' order by other_place nulls last)', 'y', 'x'
        ) }} as other_step_km
    from placed
),

measured as (
    select
        {{ columns(['visit_key', 'employee_key', 'visit_date', 'place', 'other_place', 'step_km', 'other_step_km']) }},
        coalesce(sum(step_km) over ({{ day }}), 0) as way_km,
        coalesce(sum(other_step_km) over ({{ day }}), 0) as other_way_km
    from stepped
),

stop as (
    select
        {{ columns(
            ['visit_key', 'visit_date', 'employee_key', 'customer_key', 'priority_position',
            'overdue_amount', 'last_order_date', 'days_since_order', 'latitude', 'longitude'], 'planned'
        ) }},
        case when measured.way_km <= measured.other_way_km then measured.place else measured.other_place end as place,
        case
            when measured.way_km <= measured.other_way_km then measured.step_km
            else measured.other_step_km
        end as step_km,
        least(measured.way_km, measured.other_way_km) as route_km
    from {{ ref('int_planned_stops') }} as planned
    left join measured
        on planned.visit_key = measured.visit_key
)

select
    stop.visit_key,
    stop.visit_date,
    stop.employee_key,
    {{ employee_columns('stop') }},
    row_number() over (
        partition by stop.employee_key, stop.visit_date
        order by stop.place nulls last, stop.priority_position nulls last
    ) as visit_position,
    stop.customer_key,
    customer.company_name as customer_name,
    stop.latitude,
    stop.longitude,
    stop.priority_position,
    cast(stop.overdue_amount as decimal(18, 2)) as overdue_amount,
    stop.last_order_date,
    stop.days_since_order,
    stop.step_km as distance_km,
    cast(
        max(stop.route_km) over (partition by stop.employee_key, stop.visit_date) as decimal(18, 2)
    ) as route_km
from stop
left join {{ ref('dim_customer') }} as customer
    on stop.customer_key = customer.customer_key
{{ join_employee('stop', 'stop.visit_date') }}
