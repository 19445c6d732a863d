"""One ciphertext of AES-GCM that opens under two keys, to two contents: GCM does not commit to its key.

Spec: audit, 5.2 and 8.9. The tag is linear in each block of the ciphertext, so that one block can be chosen
for which both keys give the same tag. (J. Len, P. Grubbs, T. Ristenpart, "Partitioning Oracle Attacks",
2021; NIST SP 800-38D for GHASH.)
"""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 16
POLYNOMIAL = 0xE1 << 120
ONE = 1 << 127


def opening_to_both(
    *, keys: tuple[bytes, bytes], nonce: bytes, contents: tuple[bytes, bytes], bound_to: bytes
) -> bytes:
    """A ciphertext with its tag, of which each key opens its half to its content.

    Both contents are of one length, in whole blocks; each key opens the other half to noise.
    """
    first, second = contents
    assert len(first) == len(second)
    assert len(first) % BLOCK == 0
    blocks = len(first) // BLOCK
    streams = [_keystream(key, nonce, blocks * 2 + 1) for key in keys]
    sealed = _xor(first, streams[0][: len(first)]) + _xor(
        second, streams[1][len(first) : 2 * len(first)]
    )
    hashes = [_encrypted(key, bytes(BLOCK)) for key in keys]
    masks = [_encrypted(key, nonce + (1).to_bytes(4, "big")) for key in keys]
    # The tag with nothing in the last block, and what a block there is multiplied by.
    length = len(sealed) + BLOCK
    tags = [
        _xor(_ghash(h, bound_to, sealed + bytes(BLOCK), length), mask)
        for h, mask in zip(hashes, masks, strict=True)
    ]
    squares = [_times(int.from_bytes(h, "big"), int.from_bytes(h, "big")) for h in hashes]
    difference = int.from_bytes(_xor(*tags), "big")
    chosen = _times(difference, _inverse(squares[0] ^ squares[1])).to_bytes(BLOCK, "big")
    whole = sealed + chosen
    return whole + _xor(_ghash(hashes[0], bound_to, whole, length), masks[0])


def _keystream(key: bytes, nonce: bytes, blocks: int) -> bytes:
    counters = b"".join(nonce + (2 + at).to_bytes(4, "big") for at in range(blocks))
    return _encrypted(key, counters)


def _encrypted(key: bytes, content: bytes) -> bytes:
    made = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return made.update(content) + made.finalize()


def _ghash(key: bytes, bound_to: bytes, sealed: bytes, length: int) -> bytes:
    lengths = (len(bound_to) * 8).to_bytes(8, "big") + (length * 8).to_bytes(8, "big")
    padded = bound_to + bytes(-len(bound_to) % BLOCK) + sealed + lengths
    h, found = int.from_bytes(key, "big"), 0
    for at in range(0, len(padded), BLOCK):
        found = _times(found ^ int.from_bytes(padded[at : at + BLOCK], "big"), h)
    return found.to_bytes(BLOCK, "big")


def _times(one: int, other: int) -> int:
    found = 0
    for bit in range(127, -1, -1):
        if other >> bit & 1:
            found ^= one
        one = one >> 1 ^ (POLYNOMIAL if one & 1 else 0)
    return found


def _inverse(value: int) -> int:
    # To the power of 2^128 - 2.
    found, square = ONE, value
    for _ in range(127):
        square = _times(square, square)
        found = _times(found, square)
    return found


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
