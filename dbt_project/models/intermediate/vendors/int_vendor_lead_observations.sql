{{ from_vendors('lead_observations') }}
