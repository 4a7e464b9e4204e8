"""Field sales that come as files by a contract."""
