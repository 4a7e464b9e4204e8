-- The pipeline of a deal, where money has to be cut by pipeline.
create temp view deal_pipelines as
select
    deal_key,
    pipeline_key
from fct_deal
