"""The import wizard: an uploaded file becomes a plan and, where it reports, entries of a period."""
