{{ from_vendors('org_units') }}
