{{ config(unique_key='product_key') }}

with record as (
    {{ newest_records('moysklad', 'products', {
        'meta': {'type': 'VARCHAR'},
        'name': 'VARCHAR',
        'article': 'VARCHAR',
        'archived': 'VARCHAR',
        'productFolder': moysklad_reference_shape(),
        'product': moysklad_reference_shape(),
        'assortment': moysklad_reference_shape(),
    }) }}
),

product as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as product_key,
        _source as source,
        trim(payload."name") as product_name,
        nullif(trim(payload."article"), '') as sku,
        {{ moysklad_key('payload."productFolder"') }} as parent_key,
        payload."meta"."type" as item_type,
        -- A variant has a product, a series has a product or a variant.
        coalesce(
            {{ moysklad_key('payload."product"') }}, {{ moysklad_key('payload."assortment"') }}
        ) as sold_as_key,
        coalesce({{ read('archived', 'flag', noted) }}, false) as is_marked_deleted,
        {{ unreadable(noted) }} as _unreadable,
        {{ place_columns() }}
    from record
)

{{ current_version_of_whole('product', 'product_key', 'moysklad', 'products') }}
