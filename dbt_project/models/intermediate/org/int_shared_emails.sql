{# An e-mail of several users of one system is a mailbox of the department: it says of none of them who he is. #}

with listed_user as (
    select
        source_user_key,
        split_part(source_user_key, ':', 1) as source,
        email
    from {{ ref('int_vendor_users') }}
    where email is not null and not is_deleted

    union

    select
        pbx_user_key as source_user_key,
        source,
        email
    from {{ ref('int_vendor_pbx_users') }}
    where email is not null and not is_deleted
),

counted_user as (
    select
        source_user_key,
        source,
        email,
        count(*) over (partition by source, email) as users_count
    from listed_user
)

select distinct
    counted_user.source_user_key,
    counted_user.source,
    counted_user.email,
    mapping_row.source is not null as is_mapped
from counted_user
left join {{ ref('stg_files__employees') }} as mapping_row
    on
        counted_user.source = mapping_row.source
        and counted_user.source_user_key = mapping_row.source || ':' || mapping_row.source_user_id
        and mapping_row.email is not null
        and not mapping_row.is_deleted
where counted_user.users_count > 1
