"""Run as a program, in a process of its own: what bringing in one file costs in memory.

python -m benchmarks.import_apart NETWORK FILE   two numbers: MB once started, and at the peak
"""

import json
import sys
from pathlib import Path


def megabytes() -> float:
    """The peak of this program; `getrusage` would count that of the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main(slug: str, path: str) -> list[float]:
    import django

    django.setup()
    from benchmarks.imports import bring_in
    from networks.models import Network

    network = Network.objects.get(slug=slug)
    started = megabytes()
    bring_in(network, Path(path))
    return [started, megabytes()]


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
