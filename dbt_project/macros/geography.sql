{# Kilometres between two points in degrees (doubles) as the crow flies, to ten metres: the haversine on a ball of 6371 km. #}
{% macro kilometres_between(latitude, longitude, other_latitude, other_longitude) -%}
    cast(
        2 * 6371 * asin(sqrt(
            power(sin(radians({{ other_latitude }} - {{ latitude }}) / 2), 2)
            + cos(radians({{ latitude }})) * cos(radians({{ other_latitude }}))
            * power(sin(radians({{ other_longitude }} - {{ longitude }}) / 2), 2)
        )) as decimal(10, 2)
    )
{%- endmacro %}
