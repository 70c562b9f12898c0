"""The evidence dossier of a period: every proof in the plan's order, bound in one PDF or gathered in a zip.

`collecting` says what is in it, `making` writes it. What opens other people's files (`child`, `pieces`, `binding`)
knows nothing of Django.
"""
