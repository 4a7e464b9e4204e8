with run_file as (
    {{ run_file('clock', 'run.json', ['as_of', 'run_id']) }}
)

select
    cast(cast(as_of as timestamptz) at time zone 'UTC' as timestamp) as as_of,
    run_id
from run_file
