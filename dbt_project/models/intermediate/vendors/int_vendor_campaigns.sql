{{ from_vendors('campaigns') }}
