"""The recipient's own Ed25519, held against the cryptography library, and stricter where it must be."""

import os
import random

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from web.disclosing import verify
from web.disclosing.verify import ORDER, P, is_signed

KEYS = int(os.environ.get("TESTS_ED25519_KEYS", "200"))


def openssl(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key(chance: random.Random) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))


def test_what_two_hundred_keys_sign_holds_and_nothing_else() -> None:
    chance = random.Random(8032)
    for _ in range(KEYS):
        private, message = key(chance), chance.randbytes(chance.randrange(200))
        public, signature = private.public_key().public_bytes_raw(), private.sign(message)
        changed = bytearray(signature)
        changed[chance.randrange(64)] ^= 1 << chance.randrange(8)

        assert is_signed(public, signature, message)
        assert not is_signed(public, bytes(changed), message)
        assert openssl(public, signature, message)
        assert not openssl(public, bytes(changed), message)


def test_the_vectors_of_the_standard_hold() -> None:
    # RFC 8032, section 7.1, tests 1 and 2.
    for public, message, signature in (
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ):
        assert is_signed(*(bytes.fromhex(one) for one in (public, signature, message)))


def low_order() -> list[bytes]:
    """The eight points of low order: what is left of any point when its large part is taken away."""
    chance = random.Random(8)
    points = set()
    while len(points) < 8:
        point = verify.point_of(chance.randbytes(32))
        if point:
            points.add(verify.written_point(verify.times(ORDER, point)))
    return sorted(points)


def test_points_of_low_order_sign_nothing() -> None:
    """OpenSSL accepts them: whoever pins such a key believes everything."""
    points, message = low_order(), b"anything"
    assert len(points) == 8
    accepted = 0
    for public in points:
        for commitment in points:
            for scalar in (0, 1):
                signature = commitment + scalar.to_bytes(32, "little")
                accepted += openssl(public, signature, message)
                assert not is_signed(public, signature, message)
    assert accepted > 0


def test_a_number_is_written_in_one_way() -> None:
    """A scalar and the same with the order added say the same; only the first is a signature."""
    private = key(random.Random(1))
    public, signature = private.public_key().public_bytes_raw(), private.sign(b"m")
    scalar = int.from_bytes(signature[32:], "little")

    assert is_signed(public, signature, b"m")
    for other in (scalar + ORDER, ORDER, 2**256 - 1):
        assert not is_signed(public, signature[:32] + other.to_bytes(32, "little"), b"m")


@pytest.mark.parametrize("number", [P, P + 1, 2**255 - 1])
def test_a_point_is_written_in_one_way(number: int) -> None:
    for sign in (0, 1 << 255):
        assert verify.point_of((number | sign).to_bytes(32, "little")) is None


def test_what_is_no_point_is_none() -> None:
    assert verify.point_of(b"") is None
    assert verify.point_of(bytes(31)) is None
    # x is 0 for y of 1, and has no sign.
    assert verify.point_of((1 | 1 << 255).to_bytes(32, "little")) is None


def test_a_signature_of_another_length_is_none() -> None:
    private = key(random.Random(2))
    public, signature = private.public_key().public_bytes_raw(), private.sign(b"m")

    for other in (b"", signature[:63], signature + b"\0"):
        assert not is_signed(public, other, b"m")
