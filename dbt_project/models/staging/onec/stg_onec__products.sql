{{ config(unique_key='product_key') }}

with record as (
    {{ newest_records('onec', 'products', {
        'Description': 'VARCHAR',
        'Артикул': 'VARCHAR',
        'Parent_Key': 'VARCHAR',
        'IsFolder': 'VARCHAR',
        'DeletionMark': 'VARCHAR',
    }) }}
),

product as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as product_key,
        _source as source,
        trim(payload."Description") as product_name,
        nullif(trim(payload."Артикул"), '') as sku,
        {{ reference_key('payload."Parent_Key"') }} as parent_key,
        coalesce({{ read('IsFolder', 'flag', noted) }}, false) as is_folder,
        coalesce({{ read('DeletionMark', 'flag', noted) }}, false) as is_marked_deleted,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('product', 'product_key', 'onec', 'products') }}
