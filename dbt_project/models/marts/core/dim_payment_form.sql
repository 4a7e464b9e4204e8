select
    payment_form_key,
    payment_form_name
from {{ ref('int_payment_forms') }}
