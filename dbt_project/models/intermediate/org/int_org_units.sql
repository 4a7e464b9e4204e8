with described_unit as (
    select
        source || ':' || unit_id as org_unit_key,
        min(unit_name) as unit_name,
        min(branch_name) as branch_name,
        min(head_email) as head_email
    from {{ ref('stg_files__org_units') }}
    where not is_deleted and unit_id is not null
    group by source || ':' || unit_id
),

unit_key as (
    select org_unit_key
    from {{ ref('int_vendor_org_units') }}
    union
    select org_unit_key
    from described_unit
    union
    select org_unit_key
    from {{ ref('int_vendor_unit_observations') }}
    where org_unit_key is not null
    union
    select source || ':' || unit_id
    from {{ ref('stg_files__org_history') }}
    where not is_deleted and unit_id is not null
)

select
    unit_key.org_unit_key,
    coalesce(
        shown_unit.unit_name, described_unit.unit_name, split_part(unit_key.org_unit_key, ':', 2)
    ) as unit_name,
    described_unit.branch_name,
    employee_email.employee_key as head_employee_key,
    split_part(unit_key.org_unit_key, ':', 1) as source
from unit_key
left join {{ ref('int_vendor_org_units') }} as shown_unit
    on unit_key.org_unit_key = shown_unit.org_unit_key
left join described_unit
    on unit_key.org_unit_key = described_unit.org_unit_key
left join {{ ref('int_employee_emails') }} as employee_email
    on described_unit.head_email = employee_email.email

union all

select
    'unassigned' as org_unit_key,
    'Без отдела' as unit_name,
    cast(null as text) as branch_name,
    cast(null as text) as head_employee_key,
    cast(null as text) as source
