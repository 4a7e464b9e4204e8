{{ from_vendors('payment_versions') }}
