"""People of a draft, who belongs to whom, and who lives together."""

from __future__ import annotations

from django import forms

from casestudy.forms.drafts.base import Day, Line, One, PartForm, RowForm, Several
from casestudy.schema import Couple, Household, Person


class PersonForm(PartForm):
    """Somebody in the case."""

    model = Person
    name = Line("Name")
    key = Line("Short name", most=50, help_text="Small letters, as the other parts call them: katie")
    role = Line("Who they are", most=300)
    symbol = One("Drawn in the genogram as", "symbols")
    born = Day("Born on", required=False, help_text="The day, if it matters; else only the year.")
    born_year = forms.IntegerField(label="Born in the year", required=False)
    died = Day("Died on", required=False)
    parents = Several("Parents", "people", required=False)
    first_stage = One("The room knows of them from", "stages", whole=True)
    expected_stage = One("of the pregnancy from", "stages", whole=True, required=False)
    died_stage = One("of their death from", "stages", whole=True, required=False)


class MarkForm(RowForm):
    """What a special line between two people says."""

    needed = ("kind", "stage")
    kind = One("Their relation is", "marks", required=False)
    stage = One("the room knows it from", "stages", whole=True, required=False)


class CoupleForm(PartForm):
    """Two people who are or were partners."""

    model = Couple
    rows = {"marks": MarkForm}
    people = Several("Which two people", "people")
    state = One("They are", "couples")
    first_stage = One("The room knows it from", "stages", whole=True)


class HouseholdForm(PartForm):
    """People who live together."""

    model = Household
    name = Line("Name", help_text="As people would call it: Katie's home")
    people = Several("Who lives there", "people")
    first_stage = One("from", "stages", whole=True)
