{{ config(unique_key='row_key') }}

with record as (
    {{ newest_records('files', 'surveys', {
        'answer_id': 'VARCHAR',
        'survey': 'VARCHAR',
        'answered_on': 'VARCHAR',
        'score': 'BIGINT',
        'customer': 'VARCHAR',
        'deal': 'VARCHAR',
    }) }}
),

file_row as (
    select
        {{ own_key() }} as row_key,
        nullif(trim(payload."answer_id"), '') as answer_id,
        nullif(trim(payload."survey"), '') as survey,
        try_cast(payload."answered_on" as date) as answered_date,
        payload."score" as score,
        nullif(trim(payload."customer"), '') as customer,
        nullif(trim(payload."deal"), '') as deal_key,
        try_cast(split_part(_key, ':', -1) as bigint) as file_row,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('file_row', 'row_key', 'files', 'surveys') }}
