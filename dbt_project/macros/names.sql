{# Whether a name is a company's. Names of private persons are published nowhere, so in doubt a name is a person's. #}

{# True where the name is a company's and may be published; never null.
   `is_known_company`: something beside the name says so (a tax id of ten digits, the ERP's mark of a legal entity). Of a
   card whose tax id or mark is a person's, do not ask: it has no name to publish. #}
{% macro is_company_name(name, is_known_company) -%}
    {%- set words = words_of(name) -%}
    coalesce(
        case
            when {{ text_matches(words, mark_of_a_person()) }} then false
            when {{ text_matches(words, '^ ' ~ legal_form() ~ ' [a-zа-я0-9]+ $') }} then true
            -- A contact's name beside the firm's is a person's name too.
            when {{ text_matches(words, whole_person()) }} then false
            when
                {{ text_matches(name, dotted_initials()) }}
                and not {{ text_matches(words, ' ' ~ dotted_form() ~ ' ') }} then false
            when {{ text_matches(words, form_in_front()) }} then true
            when {{ text_matches(words, bare_initials()) }} then false
            when {{ text_matches(words, ' ' ~ legal_form() ~ ' $') }} then true
            when {{ text_matches(words, ' (' ~ given_name() ~ ') |^ (' ~ surname_word() ~ ') $') }} then false
            when {{ text_matches(words, word_of_a_firm()) }} then true
            when {{ text_matches(words, ' (' ~ surname_word() ~ ') ') }} then false
            else {{ is_known_company }} and {{ text_matches(words, '[a-zа-я]') }}
        end,
        false
    )
{%- endmacro %}

{# Lower case, ё as е, every run of anything but letters and digits as one space, a space at both ends. #}
{% macro words_of(text) -%}
    {{ return(adapter.dispatch('words_of', 'voronka')(text)) }}
{%- endmacro %}

{% macro duckdb__words_of(text) -%}
    (' ' || trim(regexp_replace(replace(lower({{ text }}), 'ё', 'е'), '[^a-zа-я0-9]+', ' ', 'g')) || ' ')
{%- endmacro %}

{# The text, in lower case, holds the pattern: a plain regular expression without classes in backslashes. #}
{% macro text_matches(text, pattern) -%}
    {{ return(adapter.dispatch('text_matches', 'voronka')(text, pattern)) }}
{%- endmacro %}

{% macro duckdb__text_matches(text, pattern) -%}
    regexp_matches(lower({{ text }}), '{{ pattern }}')
{%- endmacro %}

{# A sole trader, a self-employed person, somebody who says that he is a person. #}
{% macro mark_of_a_person() -%}
    {%- set marks = [
        'ип', 'и п', 'ip', 'i p', 'индивидуал[а-я]* пр[а-я]*', 'инд', 'инд пр[а-я]*', 'частн[а-я]* предприним[а-я]*', 'предприниматель', 'пбоюл', 'чп', 'ч п',
        'самозанят[а-я]*', 'само занят[а-я]*', 'нпд', 'фл', 'ф л', 'физ', 'физик', 'физлиц[а-я]*', 'физическ[а-я]* лиц[а-я]*',
        'частн[а-я]* лиц[а-я]*', 'частн[а-я]* клиент[а-я]*', 'частник', 'глава', 'гражданин', 'гражданка', 'гр н', 'гр ка',
        'г н', 'г жа', 'господин', 'госпожа', 'адвокат', 'нотариус', 'private person', 'individual', 'sole trader',
        'sole proprietor', 'self employed', 'mr', 'mrs', 'ms', 'miss',
    ] -%}
    {{ return(' (' ~ marks | join('|') ~ ') ') }}
{%- endmacro %}

{% macro legal_form() -%}
    {%- set forms = [
        'ооо', 'оао', 'пао', 'зао', 'ао', 'нао', 'нко', 'ано', 'тоо', 'одо', 'уп',
        'чуп', 'чтуп', 'руп', 'сооо', 'фгуп', 'гуп', 'муп', 'мкп', 'фгбу', 'фгку', 'фгау', 'фгбоу', 'гбу', 'гку', 'гау', 'гбоу',
        'гбуз', 'мбу', 'мку', 'мау', 'мбоу', 'мбдоу', 'маоу', 'тсж', 'тсн', 'снт', 'гск', 'пк', 'жск', 'спк', 'сппк', 'кпк',
        'мкк', 'мфк', 'мфо', 'нпо', 'нпп', 'нпф', 'пкф', 'нп', 'гк', 'ук', 'акб', 'кб', 'тд', 'ooo', 'oao', 'zao', 'pao', 'ao',
        'ltd', 'limited', 'llc', 'inc', 'incorporated', 'corp', 'corporation', 'gmbh', 'ag', 'kg', 'llp', 'plc', 'pte',
        'bv', 'nv', 'oy', 'ab', 'sarl', 'srl', 'spa', 'jsc', 'ojsc', 'pjsc', 'cjsc', 'kft', 'sro',
        'pty',
    ] -%}
    {{ return('(' ~ forms | join('|') ~ '|' ~ dotted_form() ~ ')') }}
{%- endmacro %}

{# Forms that read like initials once their points are gone. #}
{% macro dotted_form() -%}
    {{ return('(о о о|о а о|п а о|з а о|l l c|s p a|s r l|s r o|sp z o o)') }}
{%- endmacro %}

{% macro form_in_front() -%}
    {%- set spelled_out = [
        'общество с ограниченной ответственностью', '[а-я ]*акционерное общество', 'товарищество [а-я]+', 'автономная некоммерческая',
        'некоммерческ[а-я]+', '[а-я ]*унитарное предприятие', '[а-я ]*учреждение', 'производственный кооператив',
        'потребительский кооператив', 'администрация', 'министерство', 'департамент',
    ] -%}
    {{ return('^ (' ~ legal_form() ~ '|' ~ spelled_out | join('|') ~ ') ') }}
{%- endmacro %}

{# What firms call themselves and people do not. #}
{% macro word_of_a_firm() -%}
    {%- set beginnings = [
        'завод', 'фабрик', 'комбинат', 'компани', 'корпораци', 'холдинг', 'групп', 'магазин', 'супермаркет', 'гипермаркет', 'салон',
        'студи', 'клиник', 'больниц', 'аптек', 'стоматолог', 'школ', 'лице', 'гимнази', 'университет', 'институт', 'колледж',
        'академи', 'детск', 'центр', 'агентств', 'бюро', 'торгов', 'склад', 'логистик', 'транспорт', 'строительн', 'стройк',
        'строй', 'монтаж', 'ремонт', 'сервис', 'отель', 'гостиниц', 'ресторан', 'кафе', 'пекарн', 'банк', 'страхов', 'типограф',
        'издательств', 'мастерск', 'ателье', 'автосервис', 'автосалон', 'шиномонтаж', 'ферм', 'агрофирм', 'агрохолдинг', 'фирм',
        'предприяти', 'организаци', 'объединени', 'ассоциаци', 'союз', 'фонд', 'клуб', 'музе', 'театр', 'библиотек', 'санатор',
        'company', 'group', 'holding', 'studio', 'shop', 'store', 'service', 'clinic', 'hotel', 'bank', 'agency', 'center',
        'centre', 'factory', 'logistic', 'consult', 'trade', 'trading', 'industr', 'solutions', 'systems', 'technolog',
    ] -%}
    {{ return(' (' ~ beginnings | join('|') ~ ')[a-zа-я]{0,4} ') }}
{%- endmacro %}

{% macro patronymic() -%}
    {{ return('[а-я]{2,}(ович|евич|ильич|кузьмич|лукич|фомич|овна|евна|ична|инична)|[a-z]{2,}(ovich|evich|ovna|evna|ichna)') }}
{%- endmacro %}

{% macro surname_word() -%}
    {{ return(
        '[а-я]{2,}(ов|ова|ев|ева|ин|ина|ын|ына|ский|ская|цкий|цкая|ской|енко|ук|юк|ец|ян|дзе|швили|ых|их|ко|ич)'
        ~ '|[a-z]{2,}(ov|ova|ev|eva|yov|skiy|skii|sky|skaya|enko|chuk|yan|dze|shvili|ykh)'
    ) }}
{%- endmacro %}

{# Surname, first name and patronymic, or as much of them as tells one person from all others. #}
{% macro whole_person() -%}
    {{ return(
        ' (' ~ patronymic() ~ ') | [а-яa-z]+ (оглы|оглу|кызы|гызы|улы|уулу|ogly|oglu|kyzy) '
        ~ '| (' ~ surname_word() ~ ') (' ~ given_name() ~ ') | (' ~ given_name() ~ ') (' ~ surname_word() ~ ') '
    ) }}
{%- endmacro %}

{% macro dotted_initials() -%}
    {{ return('[а-яёa-z]{3,}[, ]*[а-яёa-z][.] ?[а-яёa-z][.]|(^|[^а-яёa-z])[а-яёa-z][.] ?[а-яёa-z][.] ?[а-яёa-z]{3,}') }}
{%- endmacro %}

{% macro bare_initials() -%}
    {{ return('^ [а-яa-z]{3,}( [а-яa-z]){1,2} $|^( [а-яa-z]){1,2} [а-яa-z]{3,} $') }}
{%- endmacro %}

{% macro given_name() -%}
    {%- set names = [
        'александра?', 'алексей', 'алена', 'алина', 'алиса', 'алла', 'анастасия', 'анатолий', 'ангелина', 'андрей', 'анна', 'антон',
        'антонина', 'аркадий', 'арсений', 'артем', 'артур', 'ахмед', 'богдан', 'борис', 'вадим', 'валентина?', 'валери[йя]',
        'варвара', 'василий', 'василиса', 'вера', 'вероника', 'виктор', 'виктория', 'виталий', 'владимир', 'владислав',
        'вячеслав', 'галина', 'геннадий', 'георгий', 'герман', 'глеб', 'григорий', 'давид', 'дамир', 'данил', 'данила', 'даниил',
        'дарья', 'денис', 'диана', 'динара', 'дмитрий', 'евгени[йя]', 'егор', 'екатерина', 'елена', 'елизавета', 'жанна',
        'захар', 'зинаида', 'зоя', 'иван', 'игорь', 'ильдар', 'ильнур', 'илья', 'инна', 'ирина', 'карина', 'кирилл', 'клавдия',
        'константин', 'кристина', 'ксения', 'лариса', 'лев', 'леонид', 'лидия', 'лилия', 'любовь', 'людмила', 'магомед',
        'макар', 'максим', 'маргарита', 'марина', 'мария', 'марат', 'марк', 'матвей', 'милана', 'мирон', 'михаил', 'мурат',
        'надежда', 'наталья', 'наталия', 'никита', 'николай', 'нина', 'оксана', 'олег', 'олеся', 'ольга', 'павел', 'петр',
        'полина', 'раиса', 'рамиль', 'расул', 'ринат', 'роберт', 'роман', 'руслан', 'рустам', 'светлана', 'семен', 'сергей',
        'снежана', 'софия', 'софья', 'станислав', 'степан', 'таисия', 'тамара', 'татьяна', 'тимофей', 'тимур', 'ульяна',
        'фатима', 'федор', 'филипп', 'эдуард', 'эльвира', 'эльдар', 'эмма', 'юлия', 'юрий', 'яков', 'яна', 'ярослав',
        'alexander', 'aleksandra?', 'alexandra', 'aleksey', 'alexey', 'alexei', 'andre[yi]', 'anna', 'anton', 'artem', 'boris',
        'dar[yi]+a', 'denis', 'dmitr[iy]+', 'ekaterina', 'elena', 'evgen[iy]+a?', 'igor', 'il[iy]+a', 'irina', 'ivan', 'kirill',
        'konstantin', 'ksenia', 'maria', 'marina', 'maxim', 'maksim', 'michael', 'mikhail', 'natal[iy]+a', 'nikita', 'nikola[iy]',
        'oleg', 'olga', 'pavel', 'petr', 'roman', 'ruslan', 'serge[iy]', 'svetlana', 'tat[iy]+ana', 'timur', 'victor', 'viktor',
        'vladimir', 'yulia', 'yuri[iy]?', 'john', 'james', 'david', 'robert', 'mary', 'peter', 'thomas',
    ] -%}
    {{ return(names | join('|')) }}
{%- endmacro %}
