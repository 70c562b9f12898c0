"""What other people's files are opened in: a process apart, with bounded memory, that answers one line at a time.

Nothing of Django is imported here. Each question and each answer is a line of JSON. A file that makes this process
die or hang is told by its parent, which starts another.
"""

import json
import os
import resource
import sys
import warnings

MEMORY = 1536 * 1024**2
WRITTEN = 2 * 1024**3
# A picture of more pixels than this is not opened.
PIXELS = 60_000_000


def serve() -> None:
    _bound()
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = _task(question.pop("task"))(**question)
        except MemoryError:
            answer = {"problem": "heavy"}
        except Exception as error:
            answer = {"problem": "broken", "detail": f"{type(error).__name__}: {error}"[:300]}
        answers.write(json.dumps(answer) + "\n")


def _bound() -> None:
    """What a file says of itself is not believed: memory and disk end here."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    warnings.simplefilter("ignore")


def _task(name: str):
    from reports.dossier import binding, pieces

    return {"pdf": pieces.pdf_piece, "image": pieces.image_piece, "bind": binding.bind}[name]
