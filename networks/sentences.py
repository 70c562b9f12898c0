"""Sentences out of code that knows nothing of Django: marked here, translated by whoever shows them."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """Marks a sentence for translation; whoever shows it translates it and fills in its values."""
    return text


class SentenceError(ValueError):
    """What is wrong, as a sentence in Spanish with its values: show `_(error.text) % error.values`."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text % values if values else text)
        self.text, self.values = text, values
