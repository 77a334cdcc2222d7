"""Signature and AES of the callbacks of both WeChat families, 公众号 and 企业微信.

    encrypted = base64( AES-256-CBC( random 16 | length 4 | message | receive id | padding to 32 ) )

The receive id says for whom a message is: the app id of an Official Account, the corp id of a WeCom app.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_CHARS = 43
BLOCK = 32
HEAD = 20


class BadCallback(Exception):
    """Not from WeChat, or damaged. The reason is for our counters; outside nobody hears more than no."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def signature(*parts: str) -> str:
    """SHA-1 of the parts in the order of their bytes."""
    return hashlib.sha1(b"".join(sorted(map(_bytes, parts))), usedforsecurity=False).hexdigest()


def signed(claimed: str, *parts: str) -> bool:
    """Whether somebody who knows the token signed these parts; takes the same time for every answer."""
    return hmac.compare_digest(signature(*parts).encode(), _bytes(claimed))


def _bytes(part: str) -> bytes:
    """Half characters too: a query may hold anything, and gets a no, not an error."""
    return part.encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Opened:
    message: bytes = field(repr=False)
    key: bytes = field(repr=False)
    """The key that opened it: the answer is sealed with the same."""


def aes_key(written: str) -> bytes:
    """The 32 bytes of an EncodingAESKey. It need not be what these bytes encode to: two bits are spare."""
    if len(written) != KEY_CHARS or not written.isalnum() or not written.isascii():
        raise ValueError(f"an EncodingAESKey has {KEY_CHARS} letters and digits")
    return base64.b64decode(written + "=")


def open_sealed(encrypted: str, keys: Sequence[bytes], receive_id: str) -> Opened:
    """The message inside, opened with the first key that fits: the current one, then the one before it."""
    try:
        ciphertext = base64.b64decode(encrypted, validate=True)
    except (binascii.Error, ValueError):
        raise BadCallback("base64") from None
    if len(ciphertext) < BLOCK or len(ciphertext) % 16:
        raise BadCallback("length")
    refusal = BadCallback("no key")
    for key in keys:
        try:
            return Opened(_open(ciphertext, key, receive_id), key)
        except BadCallback as error:
            refusal = error
    raise refusal


def _open(ciphertext: bytes, key: bytes, receive_id: str) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = decryptor.update(ciphertext) + decryptor.finalize()
    pad = plain[-1]
    # WeChat pads to 32, not to AES's own 16.
    if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise BadCallback("padding")
    frame = plain[:-pad]
    if len(frame) < HEAD:
        raise BadCallback("frame")
    (length,) = struct.unpack(">I", frame[16:HEAD])
    message, meant_for = frame[HEAD : HEAD + length], frame[HEAD + length :]
    if len(message) != length:
        raise BadCallback("frame")
    if not hmac.compare_digest(meant_for, receive_id.encode()):
        raise BadCallback("receive id")
    return message


def seal(message: bytes, key: bytes, receive_id: str, *, random16: bytes | None = None) -> str:
    """The message as WeChat opens it; `random16` only so that a known result can be checked."""
    frame = (random16 or secrets.token_bytes(16)) + struct.pack(">I", len(message)) + message
    frame += receive_id.encode()
    pad = BLOCK - len(frame) % BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(frame + bytes([pad]) * pad) + encryptor.finalize()).decode()
