{# required_fields.csv names a field by id, code or name, or says `amount`. #}

with field_name as (
    {{ named_fields() }}
)

select
    wanted.source,
    coalesce(field_name.field_id, wanted.field) as field_id,
    cast(min(funnel_step.step_order) as bigint) as step_order
from {{ ref('stg_files__required_fields') }} as wanted
inner join {{ ref('funnel_steps') }} as funnel_step
    on wanted.step = funnel_step.step
left join field_name
    on
        wanted.source = field_name.source
        and field_name.entity = 'lead'
        and lower(wanted.field) = field_name.field_name
where not wanted.is_deleted
group by
    wanted.source,
    coalesce(field_name.field_id, wanted.field)
