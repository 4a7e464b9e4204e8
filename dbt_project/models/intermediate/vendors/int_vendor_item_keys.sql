{{ from_vendors('item_keys') }}
