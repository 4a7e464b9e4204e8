-- Who and what the company consists of; every table is a formula of its row number. Times are seconds since 1970.
-- Variables: deals, contacts, calls, people, first_day (midnight in Moscow), days, now.

create macro dice(number, salt, sides) as cast(hash(number, salt) % sides as bigint);

-- Somewhere in the ten hours after nine in the morning.
create macro in_office(day, number, salt) as
    getvariable('first_day') + day * 86400 + 32400 + dice(number, salt, 36000);

create macro person_id(number) as 9000001 + number;

create macro phone_of(contact) as '+7' || (9000000000 + contact * 7);

create table path as
select * from (values (0, 68120040), (1, 68120042), (2, 68120044), (3, 68120046), (4, 68120048), (5, 68120050))
    as stage (place, status_id);

-- `ends`: how many steps the deal goes before it stands still; `last`: what the last of them leads to.
create table deal as
with drawn as (
    select
        number,
        dice(number, 'outcome', 100) as luck,
        dice(number, 'depth', 6) as depth,
        in_office(number * getvariable('days') // getvariable('deals'), number, 'created') as created_at,
        (1 + dice(number, 'pace', 6)) * 86400 + dice(number, 'minutes', 3600) as pace
    from range(getvariable('deals')) as deals (number)
),

fated as (
    select
        *,
        case when luck < 18 then 6 when luck < 73 then depth + 1 else depth end as ends,
        case when luck < 18 then 142 when luck < 73 then 143 end as last
    from drawn
)

select
    number,
    30000001 + number as id,
    luck,
    created_at,
    pace,
    ends,
    last,
    least(ends, (getvariable('now') - created_at) // pace) as gone,
    dice(number, 'person', getvariable('people')) as person,
    dice(number, 'contact', getvariable('contacts')) as contact,
    5000 + dice(number, 'price', 900000) as price
from fated
where created_at < getvariable('now');

create macro status_at(place, ends, last) as
    case when place = ends and last is not null then last else 68120040 + 2 * least(place, 5) end;
