{{ from_vendors('unit_observations') }}
