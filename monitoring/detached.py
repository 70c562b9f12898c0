"""Work that outlives the request that asked for it: a command of manage.py in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings


def launch_command(*arguments: str) -> None:
    """Start it and leave it. Raises OSError where no process can be started."""
    process = subprocess.Popen(
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments],
        cwd=settings.BASE_DIR,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    # Somebody has to take note that it ended, or it stays in the machine's list.
    threading.Thread(target=process.wait, daemon=True).start()
