-- Deals were never published: no money has a pipeline.
create temp view deal_pipelines as
select
    cast(null as varchar) as deal_key,
    cast(null as varchar) as pipeline_key
where false
