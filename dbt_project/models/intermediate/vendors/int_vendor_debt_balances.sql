{{ from_vendors('debt_balances') }}
