select
    source,
    entity,
    field,
    meaning,
    file_row
from {{ ref('stg_files__fields') }}
where not is_deleted and field is not null
