"""The second proof: six digits of an application (TOTP, RFC 6238), or a recovery code. Each counts once."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

import pyotp
from pydantic import SecretStr
from sqlalchemy import delete, or_, update
from sqlmodel import col

from api.services.entry.doors import Door
from api.services.entry.sealing import seal, unseal
from api.services.entry.throttle import once
from models.person import Account
from models.session import RecoveryCode

STEP_S = 30
DRIFT = 1  # steps a telephone's clock may be off, either way
RECOVERY = 10
ISSUER = "Уроки на дому"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without signs that look alike
LENGTH = 16


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an application is given: the secret to type, the address for a square code."""

    secret: SecretStr
    uri: SecretStr


def enrolment(door: Door, account: Account) -> Enrolment:
    """The secret to be confirmed, made at the first call. Only for an account without a confirmed one."""
    assert account.totp_since is None
    if account.totp_secret is None:
        account.totp_secret = seal(door.secret_key, account.id, pyotp.random_base32())
        account.totp_step = None
        door.session.flush()
    secret = unseal(door.secret_key, account.id, account.totp_secret)
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.login or account.name, issuer_name=ISSUER)
    return Enrolment(SecretStr(secret), SecretStr(uri))


def proves(door: Door, account: Account, code: str) -> bool:
    """Whether the code is right and was not used before; it is used up by the answer."""
    plain = "".join(code.split()).replace("-", "").casefold()
    if len(plain) == 6:
        return _digits(door, account, plain)
    return account.totp_since is not None and _recovery(door, account, plain)


def _digits(door: Door, account: Account, code: str) -> bool:
    if account.totp_secret is None:
        return False
    totp = pyotp.TOTP(unseal(door.secret_key, account.id, account.totp_secret))
    now = int(door.at.timestamp()) // STEP_S
    steps = range(now - DRIFT, now + DRIFT + 1)
    matching = [
        step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
    ]
    return any(_use(door, account, step) for step in matching)


def _use(door: Door, account: Account, step: int) -> bool:
    """Uses up a step and all before it; of two at the same moment one alone succeeds."""
    fresh = or_(col(Account.totp_step).is_(None), col(Account.totp_step) < step)
    return once(door, update(Account).where(col(Account.id) == account.id, fresh).values(totp_step=step))


def _recovery(door: Door, account: Account, code: str) -> bool:
    unspent = (
        update(RecoveryCode)
        .where(col(RecoveryCode.account_id) == account.id, col(RecoveryCode.spent_at).is_(None))
        .where(col(RecoveryCode.code_digest) == _digest(door, code))
    )
    return once(door, unspent.values(spent_at=door.at))


def new_recovery_codes(door: Door, account: Account) -> tuple[SecretStr, ...]:
    """Ten codes to print, shown once; earlier ones count no longer."""
    door.session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(RECOVERY)]
    door.session.add_all(
        RecoveryCode(account_id=account.id, code_digest=_digest(door, code), created_at=door.at)
        for code in codes
    )
    door.session.flush()
    return tuple(SecretStr("-".join(code[n : n + 4] for n in range(0, LENGTH, 4))) for code in codes)


def forget(account: Account) -> None:
    """The telephone is gone: the account enrols anew at its next sign-in."""
    account.totp_secret = account.totp_since = account.totp_step = None


def _digest(door: Door, code: str) -> str:
    return door.digest("recovery", code)
