"""What is stored of places and of those who ask for them."""

from places.models.attendance import Correction, Letter, NeedsReader, Overbooking
from places.models.bookings import AgencyType, Booking, Group, JobLevel, Needs, NeedsReading
from places.models.claims import GIVEN_ON, Claim, ClaimState, Ending, Places
from places.models.door import RELEASE_AFTER, Admission, Answer, Attendance, DoorRules, Noted, Outcome
from places.models.handing import HandOver
from places.models.keeping import Erasure, Export, Kept, Retention, Split, Tally
from places.models.mail import Mail, MailKind
from places.models.seating import PlanKind, RuleKind, SeatingPlan, SeatingRule, SeatingSettings, TableSeats

__all__ = [
    "GIVEN_ON",
    "RELEASE_AFTER",
    "Admission",
    "AgencyType",
    "Answer",
    "Attendance",
    "Booking",
    "Claim",
    "ClaimState",
    "Correction",
    "DoorRules",
    "Ending",
    "Erasure",
    "Export",
    "Group",
    "HandOver",
    "JobLevel",
    "Kept",
    "Letter",
    "Mail",
    "MailKind",
    "Needs",
    "NeedsReader",
    "NeedsReading",
    "Noted",
    "Outcome",
    "Overbooking",
    "Places",
    "PlanKind",
    "Retention",
    "RuleKind",
    "SeatingPlan",
    "SeatingRule",
    "SeatingSettings",
    "Split",
    "TableSeats",
    "Tally",
]
