{{ from_vendors('property_statuses') }}
