"""A school with one of everything and the longest names people really have."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from api.services.cases.pupils import PupilDraft, add_pupil
from api.services.papers.attachments import attach
from api.services.papers.filing import PaperDraft, file_paper
from api.services.papers.uploads import inspect
from models.document import Consent, Contract, Order, Paper, PaperKind
from models.engines import reading, writing
from models.person import Account
from models.states import Move
from tests.api.pages.cases.office import END, START, Office, day
from tests.api.services.papers.hostile import pdf
from tests.api.services.world import PUPIL

LONG = PupilDraft(
    surname="Константинопольская-Преображенская", given_names="Александра-Виктория Всеволодовна",
    birth_on=PUPIL.birth_on,
)  # fmt: skip
LONG_NUMBER = "о-0123456789/2026-АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ-№1"


@dataclass(frozen=True)
class Keys:
    """Ids of one of everything."""

    running: str
    new: str
    ended: str
    pupil: str
    paper: str
    medical: str
    order: str
    contract: str
    consent: str
    guardian: str
    parent: Account

    def desk_pages(self) -> tuple[str, ...]:
        """Every page a deputy can open by its address."""
        case, pupil = f"/cases/{self.running}", f"/pupils/{self.pupil}"
        return (
            "/", "/cases", "/cases?hot=yes&sort=action", "/cases?q=ничего", "/cases?page=all", "/cases/new",
            case, f"{case}?on=2027-03-15", f"{case}?on=вчера", f"/cases/{self.new}", f"/cases/{self.ended}",
            f"{case}/class", f"{case}/close?move=end_early", f"{case}/close?move=finish&on=нет",
            f"{case}/papers/new", f"{case}/medical/new", f"{case}/contracts/new",
            f"/papers/{self.paper}", f"/papers/{self.medical}", f"/contracts/{self.contract}",
            "/orders", "/orders?q=9", "/orders/new", f"/orders/{self.order}", pupil,
            f"{pupil}/guardians/new", f"/guardians/{self.guardian}", f"{pupil}/consents/new",
            f"/consents/{self.consent}", f"{case}/print", f"/orders/{self.order}/print", "/print",
        )  # fmt: skip


def furnished(office: Office) -> Keys:
    world = office.world
    with world.acting(START) as unit:
        pupil = add_pupil(unit, LONG).id
    running = _running(office, pupil)
    new, ended = world.case(), world.running()
    _end(office, ended)
    parent = office.parent(running, "Константинопольская-Преображенская Мария-Антуанетта Всеволодовна")
    with writing(office.where.engine) as session:
        session.get_one(Account, office.deputy.id).phone = "+7 900 000-00-00"
        session.get_one(Account, parent.id).phone = "+7 900 000-00-01"
    with reading(office.where.engine) as session:
        order = session.exec(select(Order.id).where(Order.number == LONG_NUMBER)).one()
        contract = session.exec(select(Contract.id).where(Contract.case_id == running)).one()
        consent = session.exec(select(Consent.id).where(Consent.pupil_id == pupil).order_by(col(Consent.id)))
        keys = Keys(
            running=running, new=new, ended=ended, pupil=pupil,
            paper=world.paper(running, PaperKind.APPLICATION), medical=world.paper(running, PaperKind.MEDICAL),
            order=order, contract=contract, consent=consent.first() or "",
            guardian=office.guardian(parent).id, parent=parent,
        )  # fmt: skip
    with world.acting(START) as unit:
        paper = unit.session.get_one(Paper, keys.paper)
        attach(unit, office.where.files, paper, 1, inspect(pdf(), "оченьдлинноеимяфайла" * 5 + ".pdf"))
    return keys


def _running(office: Office, pupil: str) -> str:
    """A case in an order with another child, on papers until the 12th of September."""
    world, until = office.world, day("12.09.2026")
    case_id, other = world.case(pupil_id=pupil), world.case()
    for key in (case_id, other):
        world.package(key, START, until)
        world.consents(key, START)
    world.order(START, LONG_NUMBER, (case_id, START, until), (other, START, until))
    world.contract(case_id, START, until, number=LONG_NUMBER)
    for move in (Move.COMPLETE, Move.ORDER, Move.CONTRACT, Move.PLAN, Move.SCHEDULE, Move.START):
        world.move(case_id, move, START)
    return case_id


def _end(office: Office, case_id: str) -> None:
    with office.world.acting(START) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=START, valid_to=END))
    office.world.move(case_id, Move.END_EARLY, START)
