"""What every vendor shares: streams, paging, auth, windows, judgement, transport; no vendor names in here."""
