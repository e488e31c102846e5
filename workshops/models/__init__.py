"""The models of this app."""

from workshops.models.answers import Answer, AnswerChange, KeyedPost
from workshops.models.care import Hiding, Signal, SignalKind, SupportContact
from workshops.models.day import WORDS, Activity, ActivityKind, Day, Hold, Turn
from workshops.models.programme import Programme, Roadshow, RoadshowState
from workshops.models.room import Device, JoinCode, Screen, Table
from workshops.models.staff import Role, SignIn, SignInLink, Staff, StaffRole
from workshops.models.talk import Broadcast, BroadcastKind, ObserverNote, ParkedQuestion

__all__ = [
    "WORDS",
    "Activity",
    "ActivityKind",
    "Answer",
    "AnswerChange",
    "Broadcast",
    "BroadcastKind",
    "Day",
    "Device",
    "Hiding",
    "Hold",
    "JoinCode",
    "KeyedPost",
    "ObserverNote",
    "ParkedQuestion",
    "Programme",
    "Roadshow",
    "RoadshowState",
    "Role",
    "Screen",
    "SignIn",
    "SignInLink",
    "Signal",
    "SignalKind",
    "Staff",
    "StaffRole",
    "SupportContact",
    "Table",
    "Turn",
]
