-- Leads were never published: no answer has a pipeline.
create temp view lead_pipelines as
select
    cast(null as varchar) as lead_key,
    cast(null as varchar) as pipeline_key
where false
