{{ from_vendors('sales_documents') }}
