{{ from_vendors('mailing_versions') }}
