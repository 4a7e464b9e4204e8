{{ from_vendors('ad_accounts') }}
