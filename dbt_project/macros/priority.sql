{# Bands of what is asked for a chance: how old a deal is, how long a customer has been silent, how often he bought. #}

{# The band of a deal that is so many days old. #}
{% macro deal_age_band(days) -%}
    case
        when {{ days }} <= 7 then '0-7'
        when {{ days }} <= 14 then '8-14'
        when {{ days }} <= 30 then '15-30'
        when {{ days }} <= 60 then '31-60'
        else '61+'
    end
{%- endmacro %}

{# The bands of deals as rows: band, first_day, last_day. #}
{% macro deal_age_bands() -%}
    {%- for band, first, last in [
        ('0-7', 0, 7), ('8-14', 8, 14), ('15-30', 15, 30), ('31-60', 31, 60), ('61+', 61, 1000000)
    ] %}
    select
        '{{ band }}' as band,
        {{ first }} as first_day,
        {{ last }} as last_day
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The band of a silence beyond the usual gap; `none` where there is no usual gap. #}
{% macro overdue_band(days) -%}
    case
        when {{ days }} is null then 'none'
        when {{ days }} <= 0 then 'within'
        when {{ days }} <= 30 then '1-30'
        else '31+'
    end
{%- endmacro %}

{# Its bands as rows. #}
{% macro overdue_bands() -%}
    {%- for band in ['none', 'within', '1-30', '31+'] %}
    select '{{ band }}' as band
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# 1 to `last` as rows of one column. #}
{% macro whole_numbers(name, last) -%}
    {%- for number in range(1, last + 1) %}
    select {{ number }} as {{ name }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# The group of a customer with so many purchases. #}
{% macro purchases_group(count) -%}
    case
        when {{ count }} <= 1 then '1'
        when {{ count }} = 2 then '2'
        when {{ count }} <= 5 then '3-5'
        else '6+'
    end
{%- endmacro %}

{# A reason in words: 1 the group (stage, purchases), 2 the band (age, silence), 3 the money; of the alias `measured`. #}
{% macro priority_reason(language, place) -%}
    {%- set pct = {'group': "cast(cast(round(measured.group_pct) as bigint) as text)",
                   'all': "cast(cast(round(measured.all_pct) as bigint) as text)",
                   'chance': "cast(cast(round(measured.chance_pct) as bigint) as text)",
                   'mean': "cast(cast(round(measured.mean_amount) as bigint) as text)"} -%}
    {%- set words = {
        ('ru', 1): [["'Стадия «' || measured.group_name || '»: отсюда выигрывают '", 'group', "' % сделок, в среднем '", 'all', "' %'"],
                    ["'Покупок: ' || measured.group_name || '. В следующие 30 дней покупают '", 'group', "' %, в среднем '", 'all', "' %'"]],
        ('en', 1): [["'Stage “' || measured.group_name || '”: from here '", 'group', "' % of deals are won, '", 'all', "' % on average'"],
                    ["'Purchases: ' || measured.group_name || '. Within 30 days '", 'group', "' % buy again, '", 'all', "' % on average'"]],
        ('ru', 2): [["'Возраст сделки, дней: ' || measured.band || '. С ним шанс '", 'chance', "' %'"],
                    ["case measured.band when 'none' then 'Обычного перерыва ещё нет' when 'within' then 'Обычный перерыв не прошёл' else 'Сверх обычного перерыва, дней: ' || measured.band end || '. С этим шанс '", 'chance', "' %'"]],
        ('en', 2): [["'Age of the deal, days: ' || measured.band || '. With it the chance is '", 'chance', "' %'"],
                    ["case measured.band when 'none' then 'No usual gap yet' when 'within' then 'Within the usual gap' else 'Days beyond the usual gap: ' || measured.band end || '. With it the chance is '", 'chance', "' %'"]],
        ('ru', 3): [["'Сумма: в среднем открытая сделка на '", 'mean'], ["'Обычная покупка: в среднем у клиентов '", 'mean']],
        ('en', 3): [["'Amount: an open deal is worth '", 'mean', "' on average'"], ["'Usual purchase: '", 'mean', "' on average over customers'"]],
    } -%}
    {%- set of_deal, of_customer = words[(language, place)] -%}
    case measured.subject_type
        when 'deal' then {% for part in of_deal %}{{ pct.get(part, part) }}{{ ' || ' if not loop.last }}{% endfor %}
        else {% for part in of_customer %}{{ pct.get(part, part) }}{{ ' || ' if not loop.last }}{% endfor %}
    end
{%- endmacro %}
