{{ from_vendors('mailing_observations') }}
