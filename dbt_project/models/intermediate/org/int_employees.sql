with employee as (
    select distinct employee_key
    from {{ ref('int_source_users') }}
),

mapped_email as (
    select
        source || ':' || source_user_id as source_user_key,
        min(email) as email
    from {{ ref('stg_files__employees') }}
    where not is_deleted
    group by source || ':' || source_user_id
),

crm_source as (
    select distinct source
    from {{ ref('int_vendor_leads') }}
)

select
    employee.employee_key,
    coalesce(source_user.user_name, split_part(employee.employee_key, ':', 2)) as employee_name,
    coalesce(source_user.email, mapped_email.email) as email,
    split_part(employee.employee_key, ':', 1) as source,
    coalesce(source_user.is_active and not source_user.is_deleted, false) as is_active,
    coalesce({{ is_crm_vendor('source_user.vendor') }}, crm_source.source is not null) as is_matched
from employee
left join {{ ref('int_vendor_users') }} as source_user
    on employee.employee_key = source_user.source_user_key
left join mapped_email
    on employee.employee_key = mapped_email.source_user_key
left join crm_source
    on split_part(employee.employee_key, ':', 1) = crm_source.source
