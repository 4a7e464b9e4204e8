{{ config(unique_key='day_key') }}

with record as (
    {{ newest_days('vk_ads', 'ad_plan_days', {
        'spent_basis': 'VARCHAR',
        'vat_percent': 'VARCHAR',
        'base': {
            'shows': 'VARCHAR',
            'clicks': 'VARCHAR',
            'spent': 'VARCHAR',
        },
    }) }}
),

plan_day as (
    {%- set noted = [] %}
    select
        {{ own_key() }} as campaign_key,
        _source as source,
        try_cast(_day as date) as date_day,
        coalesce(payload.spent_basis, 'net') as spent_basis,
        case
            when coalesce(payload.base.shows, '') = '' then 0
            else {{ read('base.shows', 'whole_number', noted) }}
        end as impressions_count,
        case
            when coalesce(payload.base.clicks, '') = '' then 0
            else {{ read('base.clicks', 'whole_number', noted) }}
        end as clicks_count,
        {{ read('base.spent', 'rate', noted) }} as spent_amount,
        1 + cast(
            {{ read('vat_percent', 'amount', noted) }} as decimal(5, 2)
        ) * cast(0.01 as decimal(3, 2)) as vat_factor,
        {{ unreadable(noted) }} as _unreadable,
        {{ day_place_columns() }}
    from record
),

-- The vendor tells one basis of VAT. The row of the other one is computed, and no figure of the vendor's is held
-- against it: it is of no stream.
campaign_day as (
    select
        plan_day.campaign_key,
        plan_day.source,
        plan_day.date_day,
        basis.vat_basis,
        plan_day.impressions_count,
        plan_day.clicks_count,
        cast(
            case
                when plan_day.spent_basis = basis.vat_basis then plan_day.spent_amount
                when basis.vat_basis = 'gross' then plan_day.spent_amount * plan_day.vat_factor
                else plan_day.spent_amount / nullif(plan_day.vat_factor, 0)
            end as decimal(18, 6)
        ) as amount,
        case when plan_day.spent_basis = basis.vat_basis then plan_day._unreadable end as _unreadable,
        plan_day.day_key,
        plan_day._source,
        case when plan_day.spent_basis = basis.vat_basis then plan_day._stream end as _stream,
        plan_day._day,
        plan_day._key,
        plan_day._position,
        plan_day._observed_at
    from plan_day
    cross join (values ('net'), ('gross')) as basis (vat_basis)
    where
        plan_day.spent_basis = basis.vat_basis
        or plan_day._key is not null
)

{{ current_days('campaign_day') }}
