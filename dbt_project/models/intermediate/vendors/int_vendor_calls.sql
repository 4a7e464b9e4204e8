{{ from_vendors('calls') }}
