{{ from_vendors('site_goals') }}
