{# Who is who. People of several systems are one as employees.csv says, else by an e-mail that nobody else of their own
   system has; he is named by the system that is trusted most. #}

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
        case when shared_email.source_user_key is null then source_user.email end as email,
        mapped_email.email as mapped_email,
        {{ is_crm_vendor('source_user.vendor') }} as is_crm_user,
        {{ vendor_rank('users', 'source_user.vendor') }} as trust
    from {{ ref('int_vendor_users') }} as source_user
    left join mapped_email
        on source_user.source_user_key = mapped_email.source_user_key
    left join {{ ref('int_shared_emails') }} as shared_email
        on source_user.source_user_key = shared_email.source_user_key
),

person as (
    select
        coalesce(mapped_email, email) as email,
        source_user_key as employee_key,
        is_crm_user,
        row_number() over (
            partition by coalesce(mapped_email, email), is_crm_user
            order by trust nulls last, source_user_key nulls last
        ) as place
    from known_user
    where coalesce(mapped_email, email) is not null
),

crm_person as (
    select
        email,
        employee_key
    from person
    where is_crm_user and place = 1
),

-- A person unknown to the CRM is one employee however many users of other systems he is.
other_person as (
    select
        person.email,
        person.employee_key
    from person
    left join crm_person
        on person.email = crm_person.email
    where
        not person.is_crm_user
        and person.place = 1
        and crm_person.email is null
),

matched_user as (
    select
        known_user.source_user_key,
        coalesce(
            crm_person.employee_key,
            case when not known_user.is_crm_user then other_person.employee_key end,
            known_user.source_user_key
        ) as employee_key
    from known_user
    left join crm_person
        on coalesce(known_user.mapped_email, known_user.email) = crm_person.email
    left join other_person
        on coalesce(known_user.mapped_email, known_user.email) = other_person.email
),

-- Users that no catalogue lists any more still stand on old cards and documents.
named_user as (
    {{ values_in([
        (ref('int_vendor_leads'), 'responsible_user_key'),
        (ref('int_vendor_events'), 'from_user_key'),
        (ref('int_vendor_events'), 'to_user_key'),
        (ref('int_vendor_cards'), 'responsible_user_key'),
        (ref('int_vendor_order_versions'), 'manager_user_key'),
        (ref('int_vendor_payment_versions'), 'responsible_user_key'),
        (ref('int_vendor_sales_documents'), 'manager_user_key'),
        (ref('int_vendor_notes'), 'responsible_user_key'),
        (ref('int_vendor_tasks'), 'responsible_user_key'),
    ], 'source_user_key') }}
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
