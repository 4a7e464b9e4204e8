select
    region_key,
    region_name
from {{ ref('int_regions') }}
