"""Reading what is due of a stream into committed batches."""
