"""What the pages of records share: showing a template in its frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response

from api.deps import Here, Place, Presence
from api.installation import Installation
from api.pages.frame import frame
from api.web.rendering import page


@dataclass(frozen=True, slots=True)
class Stage:
    """The place and who looks: a page is shown on it."""

    place: Installation
    here: Presence

    def show(
        self, template: str, title: str, content: Any, path: str, status: int = 200, said: str = ""
    ) -> Response:
        """said: a key of `api.web.forms.SAID`; path: the section that is marked in the links."""
        return page(f"records/{template}", frame(self.place, self.here, title, path, said), content, status)


def _stage(place: Place, here: Here) -> Stage:
    return Stage(place, here)


OnStage = Annotated[Stage, Depends(_stage)]
