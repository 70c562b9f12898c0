"""The public API: read-only, of what is published and nothing else."""
