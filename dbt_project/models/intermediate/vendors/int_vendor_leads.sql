{{ from_vendors('leads') }}
