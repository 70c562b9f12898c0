"""A file becomes a pure draft of a plan: cells → columns → tree, reported rows and discrepancies.

`cells` is the file without its format, `mapping` what each column means, `draft` what was understood. Nothing here
knows of Django, of the database or of screens.
"""
