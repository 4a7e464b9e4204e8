"""Bitrix24 as a pretend vendor: the portal's REST protocol, and the company's sales as its CRM shows them."""
