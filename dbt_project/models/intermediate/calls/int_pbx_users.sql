{# Whose telephone it is: as employees.csv says, which names a user by id or by extension, else by an e-mail that no
   other user of the exchange has. Who vanished from the exchange's list keeps what was last seen of him. #}

with user_extension as (
    select
        pbx_user_key,
        source,
        user_id,
        extension,
        user_name,
        email,
        row_number() over (
            partition by pbx_user_key
            order by _observed_at desc nulls last, extension asc nulls last
        ) as place
    from {{ ref('int_vendor_pbx_users') }}
),

listed_user as (
    select
        pbx_user_key,
        source,
        user_id,
        extension,
        user_name,
        email
    from user_extension
    where place = 1
),

mapping_row as (
    select
        source,
        source_user_id,
        min(email) as email
    from {{ ref('stg_files__employees') }}
    where not is_deleted and email is not null
    group by
        source,
        source_user_id
),

exchange as (
    select distinct source
    from {{ ref('int_vendor_calls') }}
    where not is_deleted
),

shared_mailbox as (
    select distinct
        source,
        email
    from {{ ref('int_shared_emails') }}
),

-- A user who was never listed still stands on the legs of calls.
known_user as (
    select
        pbx_user_key,
        source,
        user_id,
        extension,
        user_name,
        email
    from listed_user

    union all

    select
        mapping_row.source || ':' || mapping_row.source_user_id as pbx_user_key,
        mapping_row.source,
        mapping_row.source_user_id as user_id,
        cast(null as text) as extension,
        cast(null as text) as user_name,
        cast(null as text) as email
    from mapping_row
    inner join exchange
        on mapping_row.source = exchange.source
    left join listed_user
        on
            mapping_row.source = listed_user.source
            and (
                mapping_row.source_user_id = listed_user.user_id
                or mapping_row.source_user_id = listed_user.extension
            )
    where listed_user.pbx_user_key is null
)

select
    known_user.pbx_user_key,
    known_user.source,
    known_user.extension,
    known_user.user_name,
    coalesce(
        by_mapped_id.employee_key, by_mapped_extension.employee_key, by_own_email.employee_key, 'unassigned'
    ) as employee_key
from known_user
left join shared_mailbox
    on
        known_user.source = shared_mailbox.source
        and known_user.email = shared_mailbox.email
left join {{ ref('int_employee_emails') }} as by_own_email
    on
        known_user.email = by_own_email.email
        and shared_mailbox.email is null
left join mapping_row as mapped_id
    on
        known_user.source = mapped_id.source
        and known_user.user_id = mapped_id.source_user_id
left join {{ ref('int_employee_emails') }} as by_mapped_id
    on mapped_id.email = by_mapped_id.email
left join mapping_row as mapped_extension
    on
        known_user.source = mapped_extension.source
        and known_user.extension = mapped_extension.source_user_id
left join {{ ref('int_employee_emails') }} as by_mapped_extension
    on mapped_extension.email = by_mapped_extension.email
