"""One's own password once more, in the form of a weighty step itself, unless it was given lately."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from api import entrance
from api.deps import Here, Place
from api.errors import Invalid
from api.services.entry import proofs
from api.web.forms import Sent

FIELD = "proof"
NEEDED = "Введите свой пароль: так сервис знает, что это вы."


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the password was given lately; else what to say beside its field."""

    fresh: bool
    fault: str = NEEDED

    def check(self) -> None:
        """Raises Invalid where the password is still to be given."""
        if not self.fresh:
            raise Invalid({FIELD: [self.fault]})


def shown_proof(here: Here) -> Proof:
    """For a page: whether its form has to ask for the password."""
    return Proof(proofs.fresh(entrance.found(here.live), here.at))


def sent_proof(place: Place, here: Here, form: Sent) -> Proof:
    """For a form: judges the password it brings, in transactions of its own.

    A route names it before its writing unit: both would otherwise wait for each other.
    """
    password = form.values.get(FIELD, "")
    if proofs.fresh(entrance.found(here.live), here.at):
        return Proof(True)
    if not password:
        return Proof(False)
    refused = entrance.prove_password(place, here.token, password)
    return Proof(refused is None, refused.sentence if refused else "")


ProofShown = Annotated[Proof, Depends(shown_proof)]
ProofSent = Annotated[Proof, Depends(sent_proof)]
