{{ config(materialized='ephemeral', contract={'enforced': false}) }}

{# What is loaded of each stream that feeds the pulse, not before its beginning; one that was never read has a row
   without a stretch. #}

with fed as (
    {{ entity_streams() }}
),

feeding as (
    select distinct
        streams.source,
        streams.stream,
        streams.kind,
        streams.beginning,
        streams.covered_to
    from {{ ref('int_metric_entities') }} as needs
    inner join fed
        on needs.entity = fed.entity
    inner join {{ ref('int_stream_coverage') }} as streams
        on
            fed.vendor = streams.vendor
            and fed.stream = streams.stream
    where
        needs.metric in ({{ quoted(pulse_measures()) }})
        and (needs.entity <> 'payments' or streams.source in ({{ payment_sources() }}))
)

select
    source || '.' || stream as stream_key,
    beginning,
    beginning as covered_from,
    covered_to
from feeding
where kind in ('whole', 'sweep')
union all
select
    feeding.source || '.' || feeding.stream as stream_key,
    feeding.beginning,
    covered.covered_from,
    covered.covered_to
from feeding
left join {{ ref('int_covered_windows') }} as covered
    on
        feeding.source = covered.source
        and feeding.stream = covered.stream
where feeding.kind not in ('whole', 'sweep')
