"""Bitrix24: its connector, the wire of its REST, its batches and sweeps."""
