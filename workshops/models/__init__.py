"""The models of this app."""

from workshops.models.programme import Programme, Roadshow, RoadshowState
from workshops.models.room import Device, JoinCode, Screen, Table
from workshops.models.staff import Role, SignIn, SignInLink, Staff, StaffRole

__all__ = [
    "Device",
    "JoinCode",
    "Programme",
    "Roadshow",
    "RoadshowState",
    "Role",
    "Screen",
    "SignIn",
    "SignInLink",
    "Staff",
    "StaffRole",
    "Table",
]
