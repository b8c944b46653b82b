"""Signatures made in code: by a real key, in the ways programs save them, and some that lie."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import cache

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from cryptography.x509.oid import NameOID

STREEBOG = "1.2.643.7.1.1.2.2"  # GOST R 34.11-2012, 256 bits


@cache
def _signer() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Вымышленная Подпись")])
    made = x509.CertificateBuilder(
        name, name, key.public_key(), 7, datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
    )
    return key, made.sign(key, SHA256())


def signature(
    text: bytes, function: HashAlgorithm | None = None, encoding: Encoding = Encoding.DER, *, attached: bool = False
) -> bytes:  # fmt: skip
    """A signature of a text, beside it or (attached) around it."""
    key, certificate = _signer()
    made = PKCS7SignatureBuilder().set_data(text).add_signer(certificate, key, function or SHA256())
    options = [PKCS7Options.Binary] if attached else [PKCS7Options.Binary, PKCS7Options.DetachedSignature]
    return made.sign(encoding, options)


def in_base64(text: bytes) -> bytes:
    """As some programs save it: lines of Base64 without a head."""
    return base64.encodebytes(signature(text))


def by_gost(text: bytes) -> bytes:
    """One whose digest is of a function that nobody here counts."""
    told = cms.ContentInfo.load(signature(text))
    signer = told["content"]["signer_infos"][0]
    signer["digest_algorithm"] = cms.DigestAlgorithm({"algorithm": STREEBOG})
    return bytes(told.dump(force=True))


def without_signers(text: bytes) -> bytes:
    told = cms.ContentInfo.load(signature(text))
    told["content"]["signer_infos"] = cms.SignerInfos([])
    return bytes(told.dump(force=True))
