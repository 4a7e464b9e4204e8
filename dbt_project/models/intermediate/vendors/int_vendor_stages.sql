{{ from_vendors('stages') }}
