{{ from_vendors('currencies') }}
