with ranked_version as (
    select
        version.order_key,
        version.source,
        version._stream,
        version.order_number,
        version.ordered_at,
        version.counterparty_record_key,
        version.manager_user_key,
        coalesce(currency.currency_code, '{{ var("base_currency") }}') as currency_code,
        version.amount,
        version.is_active,
        version.is_vanished,
        version.field_values,
        row_number() over (partition by version.order_key order by version._position desc nulls last) as place
    from {{ ref('int_vendor_order_versions') }} as version
    left join {{ ref('int_vendor_currencies') }} as currency
        on version.currency_key = currency.currency_key
),

current_order as (
    select
        order_key,
        source,
        _stream,
        order_number,
        ordered_at,
        counterparty_record_key,
        manager_user_key,
        currency_code,
        amount,
        is_active,
        field_values
    from ranked_version
    where place = 1 and not is_vanished
),

attribute as (
    select
        order_key,
        source,
        {{ explode('field_values') }} as entry
    from current_order
),

deal_attribute as (
    select
        attribute.order_key,
        trim(attribute.entry.field_value) as field_value,
        row_number() over (
            partition by attribute.order_key
            order by mapped_field.priority nulls last, attribute.entry.field_value nulls last
        ) as place
    from attribute
    inner join {{ ref('int_mapped_fields') }} as mapped_field
        on
            attribute.source = mapped_field.source
            and attribute.entry.field_id = mapped_field.field_id
            and mapped_field.entity = 'order'
            and mapped_field.meaning = 'deal_id'
    where trim(attribute.entry.field_value) <> ''
)

select
    current_order.order_key,
    current_order.source,
    current_order._stream,
    current_order.order_number,
    current_order.ordered_at,
    {{ business_date('current_order.ordered_at') }} as ordered_date,
    current_order.counterparty_record_key,
    coalesce(manager.employee_key, 'unassigned') as manager_employee_key,
    -- A numeric attribute arrives as a number, possibly with a fraction of zero.
    case
        when deal_attribute.field_value like '%.0' then replace(deal_attribute.field_value, '.0', '')
        else deal_attribute.field_value
    end as deal_id_attribute,
    cast(
        {{ in_base_currency('current_order.amount', 'current_order.currency_code', 'rate') }} as decimal(18, 2)
    ) as amount,
    current_order.amount as original_amount,
    current_order.currency_code,
    current_order.is_active
from current_order
left join {{ ref('int_source_users') }} as manager
    on current_order.manager_user_key = manager.source_user_key
left join {{ ref('int_exchange_rates') }} as rate
    on
        current_order.currency_code = rate.currency_code
        and {{ business_date('current_order.ordered_at') }} = rate.date_day
left join deal_attribute
    on
        current_order.order_key = deal_attribute.order_key
        and deal_attribute.place = 1
