{# A visit, of a day that is over or of one to come. #}
{% macro sales_doctor_visit_shape() -%}
    {{ return({
        'date': 'VARCHAR',
        'start_date': 'VARCHAR',
        'end_date': 'VARCHAR',
        'planned': 'VARCHAR',
        'visited': 'VARCHAR',
        'reject': 'VARCHAR',
        'has_photo_report': 'VARCHAR',
        'gps_visit': 'VARCHAR',
        'has_order': 'VARCHAR',
        'order_summa': 'VARCHAR',
        '_agent': 'VARCHAR',
        '_client': 'VARCHAR',
    }) }}
{%- endmacro %}

{% macro sales_doctor_visit_names() -%}
    {{ return([
        'visit_key', 'source', 'agent_user_key', 'counterparty_record_key', 'visit_date', 'started_at', 'ended_at',
        'is_planned', 'is_made', 'reject_reason', 'has_order', 'order_amount', 'currency_key', 'is_gps_confirmed', 'has_photo'
    ]) }}
{%- endmacro %}

{% macro sales_doctor_visit_columns(noted) -%}
    case when _key is not null then {{ own_key() }} end as visit_key,
        _source as source,
        {{ reference_key('payload."_agent"') }} as agent_user_key,
        {{ reference_key('payload."_client"', 'counterparty:') }} as counterparty_record_key,
        {{ read('date', 'day', noted) }} as visit_date,
        {{ read('start_date', 'local_time', noted) }} as started_at,
        {{ read('end_date', 'local_time', noted) }} as ended_at,
        {{ read('planned', 'flag', noted) }} as is_planned,
        {{ read('visited', 'flag', noted) }} as is_made,
        nullif(trim(payload."reject"), '') as reject_reason,
        {{ read('has_order', 'flag', noted) }} as has_order,
        {{ read('order_summa', 'amount', noted) }} as order_amount,
        _source || ':usual' as currency_key,
        {{ read('gps_visit', 'flag', noted) }} as is_gps_confirmed,
        {{ read('has_photo_report', 'flag', noted) }} as has_photo
{%- endmacro %}
