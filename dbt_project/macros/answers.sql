{# What answered first. #}

{# lead_key, answered_at, answer_kind: the first of `answers` (`key`, answered_at), called by their name, at or after the creation of each of
   `leads` (`key`, lead_key, created_at) with the same key. The instants of a key are walked through once: joining all leads with all answers
   would take a thousand by a thousand. At one instant the lead goes first. #}
{% macro first_after(leads, answers, key) -%}
    select
        lead_key,
        answered_at,
        '{{ answers }}' as answer_kind
    from (
        select
            lead_key,
            min(answered_at) over (
                partition by walked_key
                order by happened_at nulls last, rank_in_instant nulls last
                rows between current row and unbounded following
            ) as answered_at
        from (
            select
                {{ key }} as walked_key,
                created_at as happened_at,
                0 as rank_in_instant,
                lead_key,
                cast(null as timestamp) as answered_at
            from {{ leads }}
            where {{ key }} is not null
            union all
            select
                {{ key }} as walked_key,
                answered_at as happened_at,
                1 as rank_in_instant,
                cast(null as text) as lead_key,
                answered_at
            from {{ answers }}
            where {{ key }} is not null
        ) as instant
    ) as following_answer
    where lead_key is not null and answered_at is not null
{%- endmacro %}
