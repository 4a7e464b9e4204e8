"""The pretend company as a process, and the proof of published numbers against its truth."""
