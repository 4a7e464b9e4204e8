"""How an installation begins: what can be chosen, the files of a new deployment, and its `.env`."""
