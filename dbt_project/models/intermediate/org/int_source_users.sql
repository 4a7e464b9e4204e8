{# Who is who. People of several systems are one by e-mail, then by employees.csv. #}

with mapped_email as (
    select
        source || ':' || source_user_id as source_user_key,
        min(email) as email
    from {{ ref('stg_files__employees') }}
    where not is_deleted and email is not null
    group by source || ':' || source_user_id
),

known_user as (
    select
        source_user.source_user_key,
        source_user.email,
        mapped_email.email as mapped_email,
        {{ vendor_rank('users', 'source_user.vendor') }} = 1 as is_crm_user
    from {{ ref('int_vendor_users') }} as source_user
    left join mapped_email
        on source_user.source_user_key = mapped_email.source_user_key
),

crm_person as (
    select
        coalesce(email, mapped_email) as email,
        min(source_user_key) as employee_key
    from known_user
    where is_crm_user and coalesce(email, mapped_email) is not null
    group by coalesce(email, mapped_email)
),

-- A person unknown to the CRM is one employee however many users of other systems he is.
other_person as (
    select
        coalesce(known_user.email, known_user.mapped_email) as email,
        min(known_user.source_user_key) as employee_key
    from known_user
    left join crm_person as by_own_email
        on known_user.email = by_own_email.email
    left join crm_person as by_mapped_email
        on known_user.mapped_email = by_mapped_email.email
    where
        not known_user.is_crm_user
        and by_own_email.email is null
        and by_mapped_email.email is null
    group by coalesce(known_user.email, known_user.mapped_email)
),

matched_user as (
    select
        known_user.source_user_key,
        case
            when known_user.is_crm_user then coalesce(crm_by_either.employee_key, known_user.source_user_key)
            else coalesce(
                crm_by_own.employee_key,
                crm_by_mapped.employee_key,
                other_person.employee_key,
                known_user.source_user_key
            )
        end as employee_key
    from known_user
    left join crm_person as crm_by_either
        on coalesce(known_user.email, known_user.mapped_email) = crm_by_either.email
    left join crm_person as crm_by_own
        on known_user.email = crm_by_own.email
    left join crm_person as crm_by_mapped
        on known_user.mapped_email = crm_by_mapped.email
    left join other_person
        on coalesce(known_user.email, known_user.mapped_email) = other_person.email
),

-- Users that no catalogue lists any more still stand on old cards and documents.
named_user as (
    select responsible_user_key as source_user_key
    from {{ ref('int_vendor_leads') }}
    union
    select from_user_key
    from {{ ref('int_vendor_events') }}
    union
    select to_user_key
    from {{ ref('int_vendor_events') }}
    union
    select responsible_user_key
    from {{ ref('int_vendor_cards') }}
    union
    select manager_user_key
    from {{ ref('int_vendor_order_versions') }}
    union
    select responsible_user_key
    from {{ ref('int_vendor_payment_versions') }}
    union
    select manager_user_key
    from {{ ref('int_vendor_sales_documents') }}
    union
    select responsible_user_key
    from {{ ref('int_vendor_notes') }}
    union
    select responsible_user_key
    from {{ ref('int_vendor_tasks') }}
)

select
    source_user_key,
    employee_key
from matched_user

union all

select
    named_user.source_user_key,
    named_user.source_user_key as employee_key
from named_user
left join matched_user
    on named_user.source_user_key = matched_user.source_user_key
where
    named_user.source_user_key is not null
    and matched_user.source_user_key is null
