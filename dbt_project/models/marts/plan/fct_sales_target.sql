select
    target_key,
    metric,
    unit_type,
    unit_key,
    unit_name,
    month_date,
    version,
    is_current_version,
    plan_value,
    source_file,
    source_row
from {{ ref('int_sales_targets') }}
