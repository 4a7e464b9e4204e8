{{ from_vendors('property_status_changes') }}
