"""The real settings, with the floor's two views mounted beside the pages."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
