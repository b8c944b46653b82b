"""Choices of a school as fields of a form, and in words."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.schools.options import FIELDS, SchoolDraft
from api.web.forms import Form, Reader, form_of
from models.school import School, SchoolKind
from scheduler.russian import counted

KINDS: dict[str, str] = {
    SchoolKind.BASE: "базовая: ведёт дела на дому",
    SchoolKind.PARTNER: "партнёр: даёт учителей",
}
ZONES = {
    "Europe/Kaliningrad": "Калининград (МСК−1)",
    "Europe/Moscow": "Москва (МСК)",
    "Europe/Samara": "Самара (МСК+1)",
    "Asia/Yekaterinburg": "Екатеринбург (МСК+2)",
    "Asia/Omsk": "Омск (МСК+3)",
    "Asia/Krasnoyarsk": "Красноярск (МСК+4)",
    "Asia/Irkutsk": "Иркутск (МСК+5)",
    "Asia/Yakutsk": "Якутск (МСК+6)",
    "Asia/Vladivostok": "Владивосток (МСК+7)",
    "Asia/Magadan": "Магадан (МСК+8)",
    "Asia/Kamchatka": "Петропавловск-Камчатский (МСК+9)",
}
WEEKS = (("5", "5 дней"), ("6", "6 дней, с субботой"))
PMPK = (("yes", "обязательно"), ("", "при наличии"))
CLOCK = (("", "календарных"), ("yes", "рабочих"))
CONSENT = (("", "предупредить"), ("yes", "не пускать дальше"))
SCANS = (("", "не хранить"), ("yes", "можно хранить"))
AGREEMENT = (
    ("0", "отметки на странице"),
    ("1", "подписи на бумаге"),
    ("2", "электронной подписи по коду"),
)  # of what an agreement is enough for the director to approve without a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A choice in words: what is chosen, what it changes, where it is from."""

    title: str
    value: str
    effect: str
    source: str


def zones(form: Form) -> tuple[tuple[str, str], ...]:
    """The zones to choose from; one the school has already, of elsewhere, too."""
    known = {**ZONES}
    told = form.said("timezone")
    if told and told not in known:
        known[told] = told
    return tuple(known.items())


def form_from(draft: SchoolDraft, rev: int | None = None) -> Form:
    return form_of(rev=rev, **{field: getattr(draft, field) for field in FIELDS})


def draft_from(form: Form) -> SchoolDraft:
    """Raises Invalid where a number is none."""
    reader = Reader(form)
    draft = SchoolDraft(
        code=reader.text("code"),
        title=reader.text("title"),
        kind=SchoolKind(reader.among("kind", KINDS, "Выберите вид школы из списка.") or SchoolKind.BASE),
        timezone=reader.text("timezone"),
        week_days=reader.number("week_days"),
        academic_hour_min=reader.number("academic_hour_min"),
        pmpk_required=form.ticked("pmpk_required"),
        clock_days=reader.number("clock_days"),
        clock_working_days=form.ticked("clock_working_days"),
        consent_blocks=form.ticked("consent_blocks"),
        medical_scans=form.ticked("medical_scans"),
        agreement_level=_level(form.said("agreement_level") or "0"),
    )
    reader.check()
    return draft


def _level(told: str) -> int:
    return int(told) if told in dict(AGREEMENT) else -1  # what no form sends is refused with the rest


def choices_of(school: School) -> tuple[Choice, ...]:
    """Every choice of a school in words."""
    told = (_week, _hour, _pmpk, _clock, _consent, _scans, _agreement, _zone)
    return tuple(choice(school) for choice in told)


def _week(school: School) -> Choice:
    return Choice(
        title="Учебная неделя",
        value="5 дней" if school.week_days == 5 else "6 дней",
        effect="В эти дни ставят занятия и считают учебные дни года; от недели зависит и предел нагрузки.",
        source="решает школа. Пределы — СанПиН 1.2.3685-21, таблица 6.6.",
    )


def _hour(school: School) -> Choice:
    return Choice(
        title="Учебный час",
        value=counted(school.academic_hour_min, "минута", "минуты", "минут"),
        effect="Столько минут длится час учебного плана, если в строке плана не сказано другое.",
        source="решает школа. При ОВЗ не длиннее 40 минут (СП 2.4.3648-20, из вторых рук).",
    )


def _pmpk(school: School) -> Choice:
    effect = (
        "Без него пакет документов неполный, и срок организации обучения не начинается."
        if school.pmpk_required
        else "Пакет документов считается полным и без него."
    )
    return Choice(
        title="Заключение ПМПК (психолого-медико-педагогической комиссии)",
        value="обязательно" if school.pmpk_required else "при наличии",
        effect=effect,
        source="положение, п. 2.2 требует его; формы заявления и договора говорят «при наличии».",
    )


def _clock(school: School) -> Choice:
    days = (
        counted(school.clock_days, "рабочий день", "рабочих дня", "рабочих дней")
        if school.clock_working_days
        else counted(school.clock_days, "календарный день", "календарных дня", "календарных дней")
    )
    return Choice(
        title="Срок организации обучения",
        value=days,
        effect="От полного пакета документов до начала занятий; о сроке напоминает страница «Внимание».",
        source="положение, п. 2.5: 3 дня, это рекомендация. Какие дни, в нём не сказано.",
    )


def _consent(school: School) -> Choice:
    effect = (
        "Без согласия дело не двигается дальше."
        if school.consent_blocks
        else "Без согласия дело идёт дальше, а на странице «Внимание» стоит предупреждение."
    )
    return Choice(
        title="Согласие на обработку данных",
        value="обязательно" if school.consent_blocks else "предупреждение",
        effect=effect,
        source="152-ФЗ, ст. 9 и 10 (по памяти, проверьте с юристом).",
    )


def _scans(school: School) -> Choice:
    effect = (
        "К медицинскому документу можно приложить файл; каждое чтение файла записывается."
        if school.medical_scans
        else "Файл к медицинскому документу не приложить: хранятся номер, даты и кто выдал."
    )
    return Choice(
        title="Сканы медицинских документов",
        value="можно хранить" if school.medical_scans else "не хранятся",
        effect=effect,
        source="сведения о здоровье закон относит к специальным (152-ФЗ, из вторых рук): без нужды их не хранят.",
    )


def _agreement(school: School) -> Choice:
    return Choice(
        title="Согласие семьи с расписанием",
        value=f"достаточно {dict(AGREEMENT)[str(school.agreement_level)]}",
        effect="Где согласие дано слабее, директор утверждает расписание с письменным основанием.",
        source="решает школа. Подпись по коду — после письменного соглашения (63-ФЗ, ст. 6 и 9; проверьте с юристом).",
    )


def _zone(school: School) -> Choice:
    return Choice(
        title="Часовой пояс",
        value=ZONES.get(school.timezone, school.timezone),
        effect="По нему считают сегодняшний день и время занятий.",
        source="решает школа.",
    )
