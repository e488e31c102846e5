"""Who sits with whom: as few pairs as can be from one organisation, then one agency type, one level, met before."""

from places.mixing.annealing import plan
from places.mixing.certificate import Broken, Certificate, Count, Trouble, certificate
from places.mixing.dealing import deal
from places.mixing.people import Pair, Person, Room, TableTop, pair
from places.mixing.scan import repair, seat_one

__all__ = [
    "Broken",
    "Certificate",
    "Count",
    "Pair",
    "Person",
    "Room",
    "TableTop",
    "Trouble",
    "certificate",
    "deal",
    "pair",
    "plan",
    "repair",
    "seat_one",
]
