{{ from_vendors('site_visits') }}
