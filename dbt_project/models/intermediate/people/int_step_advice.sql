select
    step,
    advice_ru,
    advice_en
from {{ ref('scorecard_advice') }}
