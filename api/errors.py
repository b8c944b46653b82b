"""Refusals: a code, a status and a Russian sentence that says what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Refusal(Exception):  # noqa: N818 - an answer to a person, not a fault of the program
    """What a service answers instead of acting."""

    code = "refused"
    status = 400

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class NotFound(Refusal):
    """Missing and foreign things answer exactly alike."""

    code = "not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("Такой записи нет. Вернитесь к списку и выберите запись заново.")


class Forbidden(Refusal):
    code = "forbidden"
    status = 403


class Conflict(Refusal):
    code = "conflict"
    status = 409


class Stale(Conflict):
    """The thing is not what was looked at any more. tag: what stands for it now, for `ETag`."""

    code = "stale"
    status = 412

    def __init__(self, tag: str) -> None:
        self.tag = tag
        super().__init__("Запись изменили, пока вы её смотрели. Получите её снова и повторите.")


class ConditionNeeded(Refusal):
    """A change has to say which revision it was made of."""

    code = "condition_needed"
    status = 428

    def __init__(self) -> None:
        super().__init__(
            "Получите запись и повторите её ETag в заголовке If-Match: так чужая правка не пропадёт."
        )


class Invalid(Refusal):
    """Every fault at once: field → sentences."""

    code = "invalid"
    status = 422

    def __init__(self, faults: Mapping[str, Sequence[str]]) -> None:
        self.faults = {field: tuple(sentences) for field, sentences in faults.items()}
        super().__init__("Проверьте отмеченные поля.")


class TooBig(Refusal):
    """More was sent than is kept."""

    code = "too_big"
    status = 413


class SignInNeeded(Refusal):
    """Nobody is signed in, or not in a way that this page asks for."""

    code = "sign_in_needed"
    status = 401

    def __init__(self, sentence: str = "Войдите, чтобы продолжить.") -> None:
        super().__init__(sentence)


class TooMany(Refusal):
    """Attempts come too fast; wait_s goes into Retry-After."""

    code = "too_many"
    status = 429

    def __init__(self, sentence: str, wait_s: int) -> None:
        self.wait_s = wait_s
        super().__init__(sentence)
