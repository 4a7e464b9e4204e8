{{ from_vendors('deleted_leads') }}
