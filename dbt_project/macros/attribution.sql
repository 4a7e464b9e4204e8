{# The models of attribution that every win and every rouble is credited by. #}
{% macro attribution_models() -%}
select attribution_models.attribution_model
    from (
        values ('last_non_direct'), ('first'), ('linear'), ('position')
    ) as attribution_models (attribution_model)
{%- endmacro %}
