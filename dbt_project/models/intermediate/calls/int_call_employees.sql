with conversation as (
    select
        call_key,
        talk_seconds > 0 as is_answered,
        legs
    from {{ ref('int_vendor_calls') }}
    where not is_deleted
),

user_leg as (
    select
        call_key,
        is_answered,
        {{ explode('legs') }} as leg
    from conversation
),

-- Who talked longest; where nobody answered, who rang last.
ranked_leg as (
    select
        call_key,
        leg.pbx_user_key,
        row_number() over (
            partition by call_key
            order by
                case when is_answered then leg.talk_seconds end desc nulls last,
                case when is_answered then leg.started_at end nulls last,
                case when is_answered then leg.place end nulls last,
                leg.started_at desc nulls last,
                leg.place desc nulls last
        ) as place
    from user_leg
    where not is_answered or leg.talk_seconds > 0
)

select
    ranked_leg.call_key,
    ranked_leg.pbx_user_key,
    coalesce(pbx_user.employee_key, 'unassigned') as employee_key
from ranked_leg
left join {{ ref('int_pbx_users') }} as pbx_user
    on ranked_leg.pbx_user_key = pbx_user.pbx_user_key
where ranked_leg.place = 1
