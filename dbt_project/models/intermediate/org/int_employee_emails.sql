with user_email as (
    select
        source_user_key,
        email
    from {{ ref('int_vendor_users') }}
    union all
    select
        source || ':' || source_user_id as source_user_key,
        email
    from {{ ref('stg_files__employees') }}
    where not is_deleted
)

select
    user_email.email,
    min(source_user.employee_key) as employee_key
from user_email
inner join {{ ref('int_source_users') }} as source_user
    on user_email.source_user_key = source_user.source_user_key
where user_email.email is not null
group by user_email.email
