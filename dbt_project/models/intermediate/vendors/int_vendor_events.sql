{{ from_vendors('events') }}
