"""Mango Office: its connector, and its statistics with orders, keys and answers."""
