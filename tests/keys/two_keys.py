"""One ciphertext that opens under two keys of AES-256-GCM: it does not commit to its key.

Both keys give the same tag if one block of the ciphertext is chosen so that both tags agree: GHASH is
linear in that block, over the field with 2^128 elements (Dodis and others, "Fast Message Franking", 2018).
"""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

REDUCTION = 0xE1000000000000000000000000000000
BLOCK = 16


def _times(x: int, y: int) -> int:
    """A product in GCM's field (NIST SP 800-38D, 6.3)."""
    product = 0
    for bit in range(127, -1, -1):
        if (x >> bit) & 1:
            product ^= y
        y = (y >> 1) ^ REDUCTION if y & 1 else y >> 1
    return product


def _inverse(x: int) -> int:
    found = 1 << 127
    # By Fermat: the group has 2^128 - 1 elements.
    for _ in range(127):
        x = _times(x, x)
        found = _times(found, x)
    return found


def _block(key: bytes, block: bytes) -> int:
    encrypted = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(block)
    return int.from_bytes(encrypted, "big")


def _padded(part: bytes) -> bytes:
    return part + bytes(-len(part) % BLOCK)


def two_key_ciphertext(first: bytes, second: bytes, bound: bytes) -> tuple[bytes, bytes]:
    """A nonce, and a ciphertext with its tag that opens under both keys with these associated data."""
    nonce = b"\x07" * 12
    body = bytes(range(80))
    blocks = [
        *(_padded(bound)[at : at + BLOCK] for at in range(0, len(_padded(bound)), BLOCK)),
        *(body[at : at + BLOCK] for at in range(0, len(body), BLOCK)),
        bytes(BLOCK),
        (8 * len(bound)).to_bytes(8, "big") + (8 * (len(body) + BLOCK)).to_bytes(8, "big"),
    ]
    place = len(blocks) - 2
    tags, powers = [], []
    for key in (first, second):
        hashing = _block(key, bytes(BLOCK))
        tag = 0
        for block in blocks:
            tag = _times(tag ^ int.from_bytes(block, "big"), hashing)
        tags.append(tag ^ _block(key, nonce + b"\x00\x00\x00\x01"))
        power = 1 << 127
        for _ in range(len(blocks) - place):
            power = _times(power, hashing)
        powers.append(power)
    chosen = _times(tags[0] ^ tags[1], _inverse(powers[0] ^ powers[1]))
    tag = tags[0] ^ _times(chosen, powers[0])
    ciphertext = body + chosen.to_bytes(BLOCK, "big") + tag.to_bytes(BLOCK, "big")
    AESGCM(first).decrypt(nonce, ciphertext, bound)
    return nonce, ciphertext
