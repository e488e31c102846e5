"""What is stored of places and of those who ask for them."""

from places.models.bookings import AgencyType, Booking, Group, JobLevel, Needs, NeedsReading
from places.models.claims import Claim, ClaimState, Ending, Places
from places.models.handing import HandOver
from places.models.mail import Mail, MailKind
from places.models.seating import PlanKind, RuleKind, SeatingPlan, SeatingRule, SeatingSettings, TableSeats

__all__ = [
    "AgencyType",
    "Booking",
    "Claim",
    "ClaimState",
    "Ending",
    "Group",
    "HandOver",
    "JobLevel",
    "Mail",
    "MailKind",
    "Needs",
    "NeedsReading",
    "Places",
    "PlanKind",
    "RuleKind",
    "SeatingPlan",
    "SeatingRule",
    "SeatingSettings",
    "TableSeats",
]
