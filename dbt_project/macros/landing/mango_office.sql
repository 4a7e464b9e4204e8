{# Shapes and lists of Mango Office. #}

{# Legs of conversations; those of a group hold its members' legs. XML-born answers have one leg in place of a list. #}
{% macro mango_legs(raw) -%}
    {{ parsed("case when json_type(" ~ raw ~ ") = 'OBJECT' then '[' || " ~ raw ~ " || ']' else " ~ raw ~ " end", [{
        'call_type': 'VARCHAR',
        'call_abonent_id': 'VARCHAR',
        'call_start_time': 'VARCHAR',
        'talk_duration': 'VARCHAR',
        'members': [{
            'call_type': 'VARCHAR',
            'call_abonent_id': 'VARCHAR',
            'call_start_time': 'VARCHAR',
            'talk_duration': 'VARCHAR',
        }],
    }]) }}
{%- endmacro %}

{# One leg of a user: its place in the exchange's order, whose it is, when it began to ring, how long it was talked. #}
{% macro mango_user_leg(leg, place) -%}
    struct_pack(
                place := cast({{ place }} as bigint),
                pbx_user_key := {{ reference_key(leg ~ '.call_abonent_id') }},
                started_at := {{ value_of(leg ~ '.call_start_time', 'epoch') }},
                talk_seconds := coalesce({{ value_of(leg ~ '.talk_duration', 'whole_number') }}, 0)
            )
{%- endmacro %}

{# All legs of users in the exchange's order, members of a group in theirs. #}
{% macro mango_user_legs(legs) -%}
    flatten(
            list_transform(
                {{ legs }},
                lambda leg, place: case leg.call_type
                    when 'user' then [{{ mango_user_leg('leg', 'place * 1000') }}]
                    when 'group' then list_transform(
                        list_filter(leg.members, lambda member: coalesce(member.call_type, 'user') = 'user'),
                        lambda member, number: {{ mango_user_leg('member', 'place * 1000 + number') }}
                    )
                    else []
                end
            )
        )
{%- endmacro %}
