"""Browsers an account has signed in from before."""

from __future__ import annotations

import re

from pydantic import SecretStr
from sqlmodel import col, select

from api.services.entry.doors import Door, new_token
from models.session import Device

SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
BROWSERS = {
    "YaBrowser": "Яндекс Браузер", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
TOKEN = re.compile(r"[\w-]{40,60}", re.ASCII)


def label_of(user_agent: str) -> str:
    """«Chrome, Android»: what a person knows their device by."""
    browser = next((shown for word, shown in BROWSERS.items() if word in user_agent), "Браузер")
    system = next((word for word in SYSTEMS if word in user_agent), "")
    return f"{browser}, {system}" if system else browser


def known(door: Door, account_id: str, token: str | None) -> Device | None:
    """The device of a browser's token, if this account signed in there before."""
    if not token or not TOKEN.fullmatch(token):
        return None
    asked = select(Device).where(
        Device.token_digest == _digest(door, account_id, token), col(Device.revoked_at).is_(None)
    )
    return door.session.exec(asked).first()


def remember(door: Door, account_id: str, token: str | None, label: str) -> tuple[Device, SecretStr]:
    """The device, met again or for the first time, and the token its browser keeps (one for all accounts)."""
    device = known(door, account_id, token)
    if device is not None and token is not None:
        device.last_seen_at, device.label = door.at, label
        door.session.flush()
        return device, SecretStr(token)
    kept = (
        SecretStr(token)
        if token and TOKEN.fullmatch(token) and _unused(door, account_id, token)
        else new_token()
    )
    device = Device(
        account_id=account_id, token_digest=_digest(door, account_id, kept.get_secret_value()), label=label,
        last_seen_at=door.at, created_at=door.at,
    )  # fmt: skip
    door.session.add(device)
    door.session.flush()
    return device, kept


def _unused(door: Door, account_id: str, token: str) -> bool:
    """False for a token this account has forgotten: it never comes back to life."""
    asked = select(Device.id).where(Device.token_digest == _digest(door, account_id, token))
    return door.session.exec(asked).first() is None


def _digest(door: Door, account_id: str, token: str) -> str:
    return door.digest("device", f"{account_id}\0{token}")
