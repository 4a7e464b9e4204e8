"""A made-up company of any size, landed as the connectors land it: records by formula, so always the same."""
