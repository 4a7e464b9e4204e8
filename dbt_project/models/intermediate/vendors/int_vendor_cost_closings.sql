{{ from_vendors('cost_closings') }}
