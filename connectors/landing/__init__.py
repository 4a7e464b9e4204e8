"""The landing: committed batches, what they prove, and where their files are kept."""
