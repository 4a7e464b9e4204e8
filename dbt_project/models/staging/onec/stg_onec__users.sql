{{ config(unique_key='source_user_key') }}

with record as (
    {{ newest_records('onec', 'users', {
        'Description': 'VARCHAR',
        'DeletionMark': 'VARCHAR',
        'Недействителен': 'VARCHAR',
        'КонтактнаяИнформация': onec_contact_information_shape(),
    }) }}
),

source_user as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as source_user_key,
        _source as source,
        _key as source_user_id,
        payload."Description" as user_name,
        nullif(lower(trim({{ onec_contact_values('payload', 'АдресЭлектроннойПочты', 'АдресЭП') }}[1])), '') as email,
        not coalesce({{ read('DeletionMark', 'flag', noted) }}, false)
        and not coalesce({{ read('Недействителен', 'flag', noted) }}, false) as is_active,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('source_user', 'source_user_key', 'onec', 'users') }}
