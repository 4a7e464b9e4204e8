{{ from_vendors('ad_spend') }}
