"""Field sales of a system without an API, as tables by a contract of files."""
