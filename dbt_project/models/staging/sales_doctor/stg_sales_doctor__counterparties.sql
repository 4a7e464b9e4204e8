{{ config(materialized='view') }}

select * exclude (latitude, longitude)
from {{ ref('stg_sales_doctor__clients') }}
