-- The pipeline of a lead, where answers have to be cut by pipeline.
create temp view lead_pipelines as
select
    lead_key,
    pipeline_key
from fct_lead
