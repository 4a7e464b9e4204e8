{{ from_vendors('cost_movements') }}
