{{ from_vendors('products') }}
