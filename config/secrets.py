"""The key that signs sessions, when the environment gives none."""

import os
from pathlib import Path
from secrets import token_urlsafe


def stored_secret_key(var_dir: Path) -> str:
    """Return the key kept in `var_dir/secret_key`, making it the first time.

    An embedded installation needs no variable to start; several machines must share one SECRET_KEY.
    """
    path = var_dir / "secret_key"
    if not path.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(token_urlsafe(50))
        try:
            os.link(draft, path)  # the first of two processes starting together wins; both read the same key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
