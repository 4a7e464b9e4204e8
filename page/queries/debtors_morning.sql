-- The morning that debts were added up for.
select max(as_of_date) as day
from mart_debtor
