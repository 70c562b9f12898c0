"""Run as a process: how many pages the PDF on standard input has. Nothing of Django is imported here."""

import sys
from io import BytesIO


def count() -> None:
    """Writes the number of pages, or «locked»; fails where it is no PDF that can be opened."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(sys.stdin.buffer.read()), attempt_recovery=True) as pdf:
            print(len(pdf.pages))
    except pikepdf.PasswordError:
        print("locked")
