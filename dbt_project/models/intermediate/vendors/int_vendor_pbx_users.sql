{{ from_vendors('pbx_users') }}
