"""One module a client: told an account on stdin, it prints what the client read; runs in `.venv/foreign`."""
