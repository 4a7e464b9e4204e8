{{ config(materialized='ephemeral', contract={'enforced': false}) }}

select
    'company' as unit_type,
    'company' as unit_key,
    'Компания' as unit_name

union all

select
    'department' as unit_type,
    org_unit_key as unit_key,
    unit_name
from {{ ref('int_org_units') }}

union all

select
    'employee' as unit_type,
    employee_key as unit_key,
    employee_name as unit_name
from {{ ref('int_employees') }}

union all

select
    'channel' as unit_type,
    channel_key as unit_key,
    channel_name as unit_name
from {{ ref('int_channels') }}
