{{ from_vendors('notes') }}
