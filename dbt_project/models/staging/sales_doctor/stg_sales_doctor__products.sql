{{ config(unique_key='product_key') }}

with record as (
    {{ newest_records('sales_doctor', 'products', {
        'name': 'VARCHAR',
        'code_1C': 'VARCHAR',
        'part_number': 'VARCHAR',
        'category': sales_doctor_names_shape(),
        '_is_category': 'VARCHAR',
    }) }}
),

product as (
    select
        {{ own_key() }} as product_key,
        _source as source,
        trim(payload."name") as product_name,
        coalesce(nullif(trim(payload."part_number"), ''), nullif(trim(payload."code_1C"), '')) as sku,
        {{ sales_doctor_key('payload."category"', 'category:') }} as parent_key,
        coalesce(payload."_is_category" = 'true', false) as is_folder,
        -- What is switched off has been sold all the same.
        false as is_marked_deleted,
        cast(null as text) as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('product', 'product_key', 'sales_doctor', 'products') }}
