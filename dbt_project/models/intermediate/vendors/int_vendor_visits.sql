{{ from_vendors('visits') }}
