-- The month of which the products are told.
select max(month_date) as day
from mart_product_sales
