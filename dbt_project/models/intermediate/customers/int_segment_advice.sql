select
    segment,
    advice_ru,
    advice_en
from {{ ref('abc_xyz_advice') }}
