"""Personal data at rest: sealed values, keyed hashes that find them again, and masks for showing them.

A sealed value is `version | key id | nonce (12) | ciphertext and tag` and belongs to one place,
its context "table.column:id": copied to another row or column it no longer opens.
"""

import hmac
import json
import os
import unicodedata
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.keyring import Ring
from storage.lexicon.normalise import fold, initials

VERSION = 1
NONCE = 12
DIGEST = 16
_HEAD = 2
_LEAST = _HEAD + NONCE + 16
_LENIENT = "surrogatepass"  # half an emoji from a network must not make its message impossible to keep
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class SealBroken(Exception):
    """A sealed value does not open. Compare keys.json and this row with the last backup."""

    def __init__(self, context: str, reason: str) -> None:
        super().__init__(f"{context}: {reason}. {type(self).__doc__}")
        self.context = context


@dataclass(frozen=True, slots=True)
class FindKeys:
    """Blind index of one person, or of what staff typed to find one. None: nothing to look for."""

    phone: bytes | None
    phone_tail: bytes | None
    name: bytes | None
    initials: bytes | None


class Vault:
    __slots__ = ("_ciphers", "_head", "_index", "_newest")

    def __init__(self, ring: Ring) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in ring.keys.items()}
        self._newest = self._ciphers[ring.newest]
        self._head = bytes((VERSION, ring.newest))
        self._index = ring.index

    def seal(self, context: str, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return self._head + nonce + self._newest.encrypt(nonce, plain, context.encode())

    def open(self, context: str, sealed: bytes) -> bytes:
        if len(sealed) < _LEAST or sealed[0] != VERSION:
            raise SealBroken(context, "not a sealed value")
        cipher = self._ciphers.get(sealed[1])
        if cipher is None:
            raise SealBroken(context, f"the ring has no key {sealed[1]}")
        try:
            return cipher.decrypt(sealed[_HEAD : _HEAD + NONCE], sealed[_HEAD + NONCE :], context.encode())
        except InvalidTag:
            raise SealBroken(context, "altered, or sealed for another place") from None

    def seal_text(self, context: str, plain: str) -> bytes:
        return self.seal(context, plain.encode("utf-8", _LENIENT))

    def open_text(self, context: str, sealed: bytes) -> str:
        return self.open(context, sealed).decode("utf-8", _LENIENT)

    def seal_json(self, context: str, plain: Any) -> bytes:
        return self.seal_text(context, _compact(plain))

    def open_json(self, context: str, sealed: bytes) -> Any:
        return json.loads(self.open_text(context, sealed))

    def digest(self, kind: str, value: str) -> bytes:
        """Blind index. The kind is part of it: a tail never equals a name that looks the same."""
        message = f"{kind}\0{value}".encode("utf-8", _LENIENT)
        return hmac.digest(self._index, message, "sha256")[:DIGEST]

    def find_keys(self, name: str, phone: str) -> FindKeys:
        """The same call when a person is kept and when staff search, so that both spell alike."""
        digits, plain = plain_phone(phone), plain_name(name)
        first_letters = initials(plain)
        return FindKeys(
            phone=self.digest("phone", digits) if digits else None,
            phone_tail=self.digest("phone_tail", digits[-4:]) if len(digits) >= 4 else None,
            name=self.digest("name", plain) if plain else None,
            initials=self.digest("initials", first_letters) if first_letters else None,
        )


def plain_phone(phone: str) -> str:
    """Digits only, without the country code: +86 130-0000 0001 and 13000000001 are one phone."""
    digits = "".join(str(unicodedata.decimal(char)) for char in phone if char.isdecimal())
    for code in ("0086", "86"):
        if len(digits) == 11 + len(code) and digits.startswith(code):
            return digits[len(code) :]
    return digits


def plain_name(name: str) -> str:
    """Letters and digits only: spaces and the dot in 阿卜杜拉·买买提 are typed in many ways."""
    return "".join(char for char in fold(name) if char.isalnum())


def mask_phone(phone: str) -> str:
    """130****0001; of anything shorter than a mobile number the last two at most."""
    if len(phone) >= 11:
        return f"{phone[:3]}****{phone[-4:]}"
    return "****" + (phone[-2:] if len(phone) >= 7 else "")


def mask_name(name: str) -> str:
    """The family name's first character; never more than two stars, a length tells too much."""
    return name[0] + "*" * min(len(name) - 1, 2) if len(name) > 1 else "*" * len(name)


def mask_id(number: str) -> str:
    """The last four, if that leaves at least as many hidden."""
    return "*" * (len(number) - 4) + number[-4:] if len(number) >= 8 else "*" * len(number)
