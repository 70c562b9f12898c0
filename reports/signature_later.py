"""Whether all that was appended to a signed PDF are further signatures, in fields that already waited for them.

The PDF library answers the same question by walking all the structure that tagged documents carry, for minutes on
long ones. Here only what changed is looked at, and anything but such a signature is refused.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

# What signing changes of a field; its place, its name and its tag stay.
SIGNED_KEYS = {"/V", "/AP"}


def only_signed_after(reader: Any, revision: int) -> bool:
    """`revision` is that of the signature; `reader` has the whole file."""
    return all(_is_signing(reader, later) for later in range(revision + 1, reader.total_revisions))


def _is_signing(reader: Any, revision: int) -> bool:
    """One revision: new objects, and of the old ones nothing but empty signature fields that are now signed.

    An object may be new only beyond the last number in use, so that nothing already there points to it.
    """
    before, after = (reader.get_historical_resolver(number) for number in (revision - 1, revision))
    if reader.xrefs.refs_freed_in_revision(revision):
        return False
    first_new = int(before.trailer_view["/Size"])
    if any(_of(before, key) != _of(after, key) for key in ("/Root", "/Info", "/Encrypt")):
        return False
    old = [each for each in reader.xrefs.explicit_refs_in_revision(revision) if each.idnum < first_new]
    signed = [each for each in old if _is_field_signed(before.get_object(each), after.get_object(each))]
    rest = [each for each in old if each not in signed]
    return bool(signed) and all(_same(before.get_object(each), after.get_object(each)) for each in rest)


def _of(resolver: Any, key: str) -> bytes:
    trailer = resolver.trailer_view
    return _written(trailer.raw_get(key)) if key in trailer else b""


def _is_field_signed(old: Any, new: Any) -> bool:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    if old.get("/FT") != "/Sig" or "/V" in old or "/V" not in new:
        return False
    kept_old = {key for key in old if key not in SIGNED_KEYS}
    kept_new = {key for key in new if key not in SIGNED_KEYS}
    return kept_old == kept_new and all(_same(old.raw_get(key), new.raw_get(key)) for key in kept_old)


def _same(old: Any, new: Any) -> bool:
    return _written(old) == _written(new)


def _written(value: Any) -> bytes:
    stream = BytesIO()
    value.write_to_stream(stream, None)
    return stream.getvalue()
