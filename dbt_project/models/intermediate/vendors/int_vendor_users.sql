{{ from_vendors('users') }}
