"""The demonstration: five networks out of `fixtures/`, one file each, and the accounts to look at them with.

What is absent is created and what is there is never changed, at the grain a person would expect: people, members,
periods and entries one by one, by their codes; a version of a plan whole, with its tree; sessions only where the
network has none, analyses only where the period has none.
"""

from reports.demo.accounts import DemoAccounts, create_accounts
from reports.demo.network import load_network

__all__ = ["DemoAccounts", "create_accounts", "load_network"]
