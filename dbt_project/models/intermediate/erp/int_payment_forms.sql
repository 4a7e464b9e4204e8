select
    payment_form_key,
    min(payment_form_name) as payment_form_name
from {{ ref('stg_files__payment_forms') }}
where not is_deleted and payment_form_key is not null and payment_form_key <> 'unmapped'
group by payment_form_key

union all

select
    'unmapped' as payment_form_key,
    'Не сопоставлено' as payment_form_name
