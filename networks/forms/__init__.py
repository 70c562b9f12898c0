"""Forms of networks and people."""

from networks.forms.base import DateInput, NetworkModelForm

__all__ = ["DateInput", "NetworkModelForm"]
