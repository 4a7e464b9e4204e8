{# regions.csv speaks before the spellings that everybody knows. #}

with own_word as (
    select
        {{ region_words('value') }} as words,
        region_key,
        row_number() over (partition by {{ region_words('value') }} order by file_row nulls last) as place
    from {{ ref('stg_files__regions') }}
    where not is_deleted and value is not null and region_key is not null
)

select
    words,
    region_key
from own_word
where place = 1

union all

select
    known.spelling as words,
    known.region_key
from {{ ref('region_spellings') }} as known
left join own_word
    on known.spelling = own_word.words
where own_word.words is null
