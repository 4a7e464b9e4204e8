{# What a person wrote says whose an e-mail is; where nobody did, the one user of a system who has it. #}

with user_email as (
    select
        users.source_user_key,
        users.email,
        2 as trust
    from {{ ref('int_vendor_users') }} as users
    left join {{ ref('int_shared_emails') }} as shared_email
        on users.source_user_key = shared_email.source_user_key
    where shared_email.source_user_key is null

    union all

    select
        source || ':' || source_user_id as source_user_key,
        email,
        1 as trust
    from {{ ref('stg_files__employees') }}
    where not is_deleted
),

named_employee as (
    select
        user_email.email,
        source_user.employee_key,
        user_email.trust,
        min(user_email.trust) over (partition by user_email.email) as best_trust
    from user_email
    inner join {{ ref('int_source_users') }} as source_user
        on user_email.source_user_key = source_user.source_user_key
    where user_email.email is not null
)

select
    email,
    min(employee_key) as employee_key
from named_employee
where trust = best_trust
group by email
-- An e-mail of two people names neither.
having min(employee_key) = max(employee_key)
