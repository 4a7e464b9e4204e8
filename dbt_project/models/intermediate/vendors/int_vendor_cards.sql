{{ from_vendors('contacts', 'companies', 'counterparties') }}
