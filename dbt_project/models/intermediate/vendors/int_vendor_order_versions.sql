{{ from_vendors('order_versions') }}
