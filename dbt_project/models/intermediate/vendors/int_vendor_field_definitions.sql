{{ from_vendors('field_definitions') }}
