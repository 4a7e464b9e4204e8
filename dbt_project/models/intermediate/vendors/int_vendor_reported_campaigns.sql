{{ from_vendors('reported_campaigns') }}
