{{ from_vendors('card_versions') }}
