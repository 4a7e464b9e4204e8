{{ from_vendors('currency_rates') }}
