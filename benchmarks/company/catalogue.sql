-- The small lists of the company: one table macro a stream, key and payload as in records.sql.

create macro person_mail(number) as 'person' || number || '@company.example';

create macro account() as table
select
    '31234567' as key,
    to_json({
        'id': 31234567,
        'name': 'Большая компания',
        '_embedded': {'users_groups': [
            {'id': 0, 'name': 'Отдел продаж'},
            {'id': 512340, 'name': 'Опт'},
            {'id': 512341, 'name': 'Розница'}
        ]}
    }) as payload,
    null as day;

create macro users() as table
select
    cast(person_id(number) as text) as key,
    to_json({
        'id': person_id(number),
        'name': 'Сотрудник ' || number,
        'email': person_mail(number),
        'rights': {'is_active': true, 'is_admin': number = 0, 'group_id': 512340 + number % 2},
        '_embedded': {'groups': [{'id': 512340 + number % 2}]}
    }) as payload,
    null as day
from range(getvariable('people')) as people (number);

create macro pipelines() as table
select
    '8123001' as key,
    to_json({
        'id': 8123001,
        'name': 'Основная',
        'sort': 1,
        'is_main': true,
        'is_archive': false,
        '_embedded': {'statuses': [
            {'id': 68120040, 'name': 'Неразобранное', 'sort': 10, 'type': 1},
            {'id': 68120042, 'name': 'Первичный контакт', 'sort': 20, 'type': 0},
            {'id': 68120044, 'name': 'Квалификация', 'sort': 30, 'type': 0},
            {'id': 68120046, 'name': 'Встреча', 'sort': 40, 'type': 0},
            {'id': 68120048, 'name': 'КП отправлено', 'sort': 50, 'type': 0},
            {'id': 68120050, 'name': 'Договор', 'sort': 60, 'type': 0},
            {'id': 142, 'name': 'Успешно реализовано', 'sort': 10000, 'type': 0},
            {'id': 143, 'name': 'Закрыто и не реализовано', 'sort': 11000, 'type': 0}
        ]}
    }) as payload,
    null as day;

create macro loss_reasons() as table
select
    cast(19044121 + 2 * number as text) as key,
    to_json({'id': 19044121 + 2 * number, 'name': 'Причина ' || number, 'sort': number}) as payload,
    null as day
from range(8) as reasons (number);

create macro lead_custom_fields() as table
select
    cast(id as text) as key,
    to_json({'id': id, 'name': name, 'code': code, 'type': 'text'}) as payload,
    null as day
from (values
    (900210, 'Канал', null),
    (900230, 'Заказ', 'ERP_ORDER'),
    (900240, 'utm_source', 'UTM_SOURCE'),
    (900241, 'utm_campaign', 'UTM_CAMPAIGN')
) as fields (id, name, code);

create macro pbx_users() as table
select
    cast(10090001 + number as text) as key,
    to_json({
        'general': {'user_id': 10090001 + number, 'name': 'Сотрудник ' || number, 'email': person_mail(number)},
        'telephony': {'extension': cast(100 + number as text), 'numbers': []}
    }) as payload,
    null as day
from range(getvariable('people')) as people (number);
