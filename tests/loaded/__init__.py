"""Tests of tables that another loader filled."""
