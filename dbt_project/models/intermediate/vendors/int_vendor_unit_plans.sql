{{ from_vendors('unit_plans') }}
