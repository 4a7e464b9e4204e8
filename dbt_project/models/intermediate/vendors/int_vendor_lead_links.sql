{{ from_vendors('lead_links') }}
