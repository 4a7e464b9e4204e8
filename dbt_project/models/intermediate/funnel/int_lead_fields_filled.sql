{{ config(materialized='ephemeral', contract={'enforced': false}) }}

with field_name as (
    {{ named_fields() }}
),

version as (
    select
        version_key,
        card_key,
        lead_key,
        source,
        changed_at,
        field_values,
        row_number() over ({{ versions_of_card() }}) as version_number
    from {{ ref('int_vendor_lead_observations') }}
),

version_value as (
    select
        version_key,
        source,
        {{ explode('field_values') }} as entry
    from version
),

-- The versions of a card that hold what a point waits for.
holding as (
    select distinct
        version.card_key,
        version.lead_key,
        version.version_number,
        version.changed_at,
        point.value
    from {{ ref('int_control_points') }} as point
    inner join version_value
        on
            point.reached_by = 'field'
            and trim(version_value.entry.field_value) <> ''
            and (point.field_value is null or point.field_value = lower(trim(version_value.entry.field_value)))
    inner join version
        on version_value.version_key = version.version_key
    left join field_name
        on
            version_value.source = field_name.source
            and field_name.entity = 'lead'
            and version_value.entry.field_id = field_name.field_id
    where point.field_name in (field_name.field_name, lower(version_value.entry.field_id))
),

compared_holding as (
    select
        lead_key,
        value,
        version_number,
        changed_at,
        lag(version_number) over (partition by card_key, value order by version_number nulls last) as held_before
    from holding
)

select
    lead_key,
    value,
    changed_at as reached_at
from compared_holding
where held_before is null or held_before < version_number - 1
