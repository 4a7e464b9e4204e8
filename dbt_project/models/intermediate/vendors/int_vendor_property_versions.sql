{{ from_vendors('property_versions') }}
