-- What 1C sends of the won deals: a customer, an order in two instalments and one or two payments each.

create macro guid(kind, number) as cast(cast(md5(kind || number) as uuid) as text);

create macro local_text(moment) as strftime(make_timestamp((moment + 10800) * 1000000), '%Y-%m-%dT%H:%M:%S');

create macro nobody() as '00000000-0000-0000-0000-000000000000';

create macro won() as table
select
    number,
    contact,
    person,
    price,
    created_at + gone * pace as moment
from deal
where last = 142 and gone = ends;

create macro currencies() as table
select
    guid('currency', 643) as key,
    to_json({'Ref_Key': guid('currency', 643), 'Code': '643', 'Description': 'RUB', 'DeletionMark': false}) as payload,
    null as day;

create macro erp_users() as table
select
    guid('user', number) as key,
    to_json({
        'Ref_Key': guid('user', number),
        'Description': 'Сотрудник ' || number,
        'DeletionMark': false,
        'Недействителен': false,
        'КонтактнаяИнформация': [{
            'Тип': 'АдресЭлектроннойПочты',
            'Представление': person_mail(number),
            'АдресЭП': person_mail(number)
        }]
    }) as payload,
    null as day
from range(getvariable('people')) as people (number);

create macro counterparties() as table
select
    guid('counterparty', contact) as key,
    to_json({
        'Ref_Key': guid('counterparty', contact),
        'DataVersion': 'AAAAAAAAAAE=',
        'Code': lpad(cast(contact as text), 11, '0'),
        'Description': 'Покупатель ' || contact,
        'НаименованиеПолное': 'ООО Покупатель ' || contact,
        'DeletionMark': false,
        'IsFolder': false,
        'ЮрФизЛицо': 'ЮрЛицо',
        'ИНН': '',
        'КПП': '',
        'КонтактнаяИнформация': [{
            'Тип': 'Телефон',
            'Представление': phone_of(contact),
            'НомерТелефона': phone_of(contact)
        }]
    }) as payload,
    null as day
from (select distinct contact from won()) as customer
order by contact;

create macro orders() as table
select
    guid('order', number) as key,
    to_json({
        'Ref_Key': guid('order', number),
        'DataVersion': 'AAAAAAAAAAE=',
        'Number': 'ББ-' || lpad(cast(number as text), 8, '0'),
        'Date': local_text(moment),
        'Posted': true,
        'DeletionMark': false,
        'Контрагент_Key': guid('counterparty', contact),
        'Организация_Key': guid('organization', 1),
        'Менеджер_Key': guid('user', person),
        'Валюта_Key': guid('currency', 643),
        'СуммаДокумента': price,
        'ДополнительныеРеквизиты': [],
        'ЭтапыГрафикаОплаты': [
            {'LineNumber': '1', 'ДатаПлатежа': local_text(moment + 3 * 86400), 'СуммаПлатежа': price // 2},
            {'LineNumber': '2', 'ДатаПлатежа': local_text(moment + 20 * 86400), 'СуммаПлатежа': price - price // 2}
        ]
    }) as payload,
    null as day
from won()
order by moment, number;

-- One payment of twenty names no order: its deal has to be inferred.
create macro payments() as table
select
    guid('payment', number * 2 + part) as key,
    to_json({
        'Ref_Key': guid('payment', number * 2 + part),
        'DataVersion': 'AAAAAAAAAAE=',
        'Number': 'ПП-' || lpad(cast(number * 2 + part as text), 8, '0'),
        'Date': local_text(moment + (3 + 17 * part) * 86400),
        'Posted': true,
        'DeletionMark': false,
        'ХозяйственнаяОперация': 'ПоступлениеОплатыОтКлиента',
        'Контрагент_Key': guid('counterparty', contact),
        'Организация_Key': guid('organization', 1),
        'Ответственный_Key': guid('user', person),
        'Валюта_Key': guid('currency', 643),
        'СуммаДокумента': case part when 0 then price // 2 else price - price // 2 end,
        'НазначениеПлатежа': 'Оплата по счёту ' || number,
        'РасшифровкаПлатежа': [{
            'LineNumber': '1',
            'Заказ': case when dice(number, 'named', 20) > 0 then guid('order', number) else nobody() end,
            'Заказ_Type': case when dice(number, 'named', 20) > 0 then 'StandardODATA.Document_ЗаказКлиента' else 'StandardODATA.Undefined' end,
            'Сумма': case part when 0 then price // 2 else price - price // 2 end
        }]
    }) as payload,
    null as day
from (select *, unnest([0, 1]) as part from won()) as instalment
where moment + (3 + 17 * part) * 86400 < getvariable('now')
order by moment, number, part;
