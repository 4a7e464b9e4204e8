{{ config(unique_key='closing_key') }}

with record as (
    {{ newest_records('onec', 'cost_closings', {
        'Date': 'VARCHAR',
        'Posted': 'VARCHAR',
        'DeletionMark': 'VARCHAR',
        'ПредварительныйРасчет': 'VARCHAR',
    }) }}
),

cost_closing as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as closing_key,
        _source as source,
        {{ read('Date', 'local_time', noted) }} as closed_at,
        coalesce({{ read('ПредварительныйРасчет', 'flag', noted) }}, false) as is_preliminary,
        coalesce({{ read('Posted', 'flag', noted) }}, false)
        and not coalesce({{ read('DeletionMark', 'flag', noted) }}, false) as is_active,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version('cost_closing', 'closing_key') }}
