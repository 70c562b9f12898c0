"""Locks a person's PKCS#12 file before it is kept: AES-256-GCM, under a key drawn from `SECRET_KEY` by HKDF.

The file is still locked by its own password, which is never kept: whoever takes the database learns nothing
without the secret, and whoever takes both still has to guess a password. A blob is bound to its row's words
(`about`), so that it opens in no other. What an earlier secret locked opens by `SECRET_KEY_FALLBACKS`.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

FORMAT = b"\x01"
SALT, NONCE = 16, 12
PURPOSE = b"trama.signing-key"


class VaultError(Exception):
    """No secret of this installation opens it: the secret was changed, or the blob is not of this row."""


def locked(content: bytes, about: str) -> bytes:
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    cipher = AESGCM(_key(settings.SECRET_KEY, salt))
    return FORMAT + salt + nonce + cipher.encrypt(nonce, content, about.encode())


def opened(blob: bytes, about: str) -> tuple[bytes, bool]:
    """The content, and whether an earlier secret locked it and it should be locked anew. Raises `VaultError`."""
    blob = bytes(blob)
    start, middle = len(FORMAT), len(FORMAT) + SALT
    salt, nonce, body = blob[start:middle], blob[middle : middle + NONCE], blob[middle + NONCE :]
    if not blob.startswith(FORMAT) or len(nonce) < NONCE:
        raise VaultError
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            content = AESGCM(_key(secret, salt)).decrypt(nonce, body, about.encode())
        except InvalidTag:
            continue
        return content, secret != settings.SECRET_KEY
    raise VaultError


def _key(secret: str, salt: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=PURPOSE).derive(secret.encode())
