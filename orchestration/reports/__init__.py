"""What a run tells: while it works, what it leaves behind, and how a deployment stands."""
