"""Everything of Bitrix24."""

from connectors.vendors.bitrix24.connector import Bitrix24

__all__ = ["Bitrix24"]
