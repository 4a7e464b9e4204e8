"""The pretend Pipeworks: the company's CRM in another protocol."""
