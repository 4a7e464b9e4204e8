with named_region as (
    select
        region_key,
        region_name,
        1 as name_order
    from {{ ref('stg_files__regions') }}
    where not is_deleted and region_key is not null

    union all

    select
        region_key,
        region_name,
        2 as name_order
    from {{ ref('regions') }}
),

ranked_name as (
    select
        region_key,
        region_name,
        row_number() over (
            partition by region_key
            order by
                case when region_name is null then 1 else 0 end nulls last,
                name_order nulls last,
                region_name nulls last
        ) as place
    from named_region
)

select
    region_key,
    coalesce(region_name, region_key) as region_name
from ranked_name
where place = 1 and region_key <> 'unknown'

union all

select
    'unknown' as region_key,
    'Не определён' as region_name
