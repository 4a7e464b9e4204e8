-- One table macro a stream: key, payload as the vendor sends it, day (by_day streams only), in the order of landing.
-- `since`: only what has changed from then on.

create macro link(path) as {'self': {'href': 'https://bench.amocrm.ru/api/v4/' || path}};

create macro field(id, name, code, kind, told) as
    {'field_id': id, 'field_name': name, 'field_code': code, 'field_type': kind, 'values': [{'value': told}]};

create macro leads(since) as table
select
    cast(id as text) as key,
    to_json({
        'id': id,
        'name': 'Заявка ' || number || ', насос циркуляционный',
        'price': price,
        'responsible_user_id': person_id(person),
        'group_id': 512340 + person % 2,
        'status_id': status_at(gone, ends, last),
        'pipeline_id': 8123001,
        'loss_reason_id': case when gone = ends and last = 143 then 19044121 + 2 * (luck % 8) end,
        'source_id': null,
        'created_by': person_id(person),
        'updated_by': person_id(person),
        'created_at': created_at,
        'updated_at': created_at + gone * pace,
        'closed_at': case when gone = ends and last is not null then created_at + gone * pace end,
        'closest_task_at': null,
        'is_deleted': false,
        'custom_fields_values': [
            field(900210, 'Канал', null, 'select', ['Сайт', 'Входящий звонок', 'Яндекс.Директ', 'Тендер'][1 + luck % 4]),
            field(900230, 'Заказ', 'ERP_ORDER', 'text', 'ББ-' || lpad(cast(number as text), 8, '0')),
            field(900240, 'utm_source', 'UTM_SOURCE', 'tracking_data', ['yandex', 'google', 'vk'][1 + luck % 3]),
            field(900241, 'utm_campaign', 'UTM_CAMPAIGN', 'tracking_data', 'spring-' || number % 500)
        ],
        'score': null,
        'account_id': 31234567,
        'labor_cost': null,
        '_links': link('leads/' || id),
        '_embedded': {
            'tags': [{'id': 400000 + number % 7, 'name': 'тег ' || number % 7, 'color': null}],
            'contacts': [{'id': 50000001 + contact, 'is_main': true, '_links': link('contacts/' || 50000001 + contact)}],
            'companies': [],
            'loss_reason': []
        }
    }) as payload,
    null as day
from deal
where created_at + gone * pace >= since
order by id;

create macro contacts(since) as table
select
    cast(50000001 + number as text) as key,
    to_json({
        'id': 50000001 + number,
        'name': 'Человек ' || number,
        'responsible_user_id': person_id(dice(number, 'person', getvariable('people'))),
        'group_id': 0,
        'created_at': getvariable('first_day') + number * 60,
        'updated_at': getvariable('first_day') + number * 60,
        'is_deleted': false,
        -- one of twenty has the phone of the one before
        'custom_fields_values': [
            field(800101, 'Телефон', 'PHONE', 'multitext', phone_of(case when number % 20 = 19 then number - 1 else number end)),
            field(800102, 'Email', 'EMAIL', 'multitext', 'p' || number || '@customer.example')
        ],
        'account_id': 31234567,
        '_links': link('contacts/' || 50000001 + number),
        '_embedded': {'tags': [], 'companies': []}
    }) as payload,
    null as day
from range(getvariable('contacts')) as contacts (number)
where getvariable('first_day') + number * 60 >= since
order by number;

create macro happened() as table
select
    number,
    id,
    person,
    created_at + place * pace as moment,
    cast(place as bigint) as place,
    status_at(place - 1, ends, last) as before,
    status_at(place, ends, last) as after
from (select *, unnest(range(gone + 1)) as place from deal) as step;

create macro events(since) as table
select
    lpad(cast(number * 8 + place as text), 12, '0') || 'e' as key,
    to_json({
        'id': lpad(cast(number * 8 + place as text), 12, '0') || 'e',
        'type': case when place = 0 then 'lead_added' else 'lead_status_changed' end,
        'entity_id': id,
        'entity_type': 'lead',
        'created_by': person_id(person),
        'created_at': moment,
        'value_after': case when place > 0 then [{'lead_status': {'id': after, 'pipeline_id': 8123001}}] else [] end,
        'value_before': case when place > 0 then [{'lead_status': {'id': before, 'pipeline_id': 8123001}}] else [] end,
        'account_id': 31234567,
        '_links': link('events/' || number * 8 + place),
        '_embedded': {'entity': {'id': id, '_links': link('leads/' || id)}}
    }) as payload,
    null as day
from happened()
where moment >= since
order by moment, number, place;

-- Calls lie by day, so those of some days are a stretch of numbers.
create macro leg(person, rings_at, answered_at, ends_at) as {
    'call_type': 'user',
    'call_abonent_id': 10090001 + person,
    'call_abonent_info': 'Сотрудник ' || person,
    'call_abonent_number': cast(100 + person as text),
    'call_start_time': rings_at,
    'call_answer_time': answered_at,
    'call_end_time': ends_at,
    'call_duration': ends_at - rings_at,
    'talk_duration': coalesce(ends_at - answered_at, 0),
    'call_end_reason': 1110,
    'recording_id': []
};

create macro calls(first, last) as table
with drawn as (
    select
        number,
        number * getvariable('days') // getvariable('calls') as day,
        dice(number, 'person', getvariable('people')) as person,
        1 + dice(number, 'direction', 10) // 5 as direction,
        dice(number, 'talk', 400) as luck,
        case
            when number % 10 < 7 then phone_of(dice(number, 'contact', getvariable('contacts')))
            else '+7' || (8000000000 + dice(number, 'stranger', 900000000))
        end as phone
    from range(
        (cast(first as bigint) * getvariable('calls') + getvariable('days') - 1) // getvariable('days'),
        ((cast(last as bigint) + 1) * getvariable('calls') + getvariable('days') - 1) // getvariable('days')
    ) as calls (number)
),

timed as (
    select
        *,
        in_office(day, number, 'call') as started_at,
        case when luck >= 80 then luck end as talk
    from drawn
)

select
    'MTI' || lpad(cast(number as text), 12, '0') as key,
    to_json({
        'entry_id': 'MTI' || lpad(cast(number as text), 12, '0'),
        'context_type': direction,
        'context_status': cast(talk is not null as int),
        'caller_id': case when direction = 2 then 10090001 + person end,
        'caller_name': '',
        'caller_number': case when direction = 1 then phone else cast(100 + person as text) end,
        'called_number': case when direction = 1 then '74951230078' else phone end,
        'context_start_time': started_at,
        'duration': 12 + coalesce(talk, 0),
        'talk_duration': coalesce(talk, 0),
        'recall_status': 2,
        'cost': 0,
        'context_calls': case
            when direction = 1 and number % 5 = 0
                then [
                    leg(person, started_at, null, started_at + 20),
                    leg((person + 1) % getvariable('people'), started_at + 20, started_at + 20 + coalesce(talk, 0), started_at + 20 + coalesce(talk, 0) * 2)
                ]
            else [leg(person, started_at, case when talk is not null then started_at + 12 end, started_at + 12 + coalesce(talk, 0))]
        end
    }) as payload,
    cast(make_timestamp((getvariable('first_day') + 10800 + day * 86400) * 1000000) as date) as day
from timed
order by day desc, number;
