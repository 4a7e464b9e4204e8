{# Fails for every combination of the columns that is null in part or has more than one row: the grain of a table. #}
{% test one_row_per(model, columns) %}
    select
        {{ columns | join(',\n        ') }},
        count(*) as rows_count
    from {{ model }}
    group by
        {{ columns | join(',\n        ') }}
    having count(*) > 1 or {{ columns | join(' is null or ') }} is null
{% endtest %}
