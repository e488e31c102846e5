from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Model
from pydantic import ValidationError

from casestudy import models, schema
from casestudy.models import CaseStudy

EVENT = {
    "ref": "E1",
    "on": dt.date(2026, 3, 2),
    "stage": 1,
    "concerns": ["anna"],
    "held_by": ["SCH"],
    "fact": "Something was seen.",
    "vulnerability": "What it shows",
    "key": {"type": "context"},
}


def key(kind: schema.EventType, **fields: str) -> dict[str, object]:
    return EVENT | {"key": {"type": kind.value} | fields}


@pytest.mark.parametrize("kind", [schema.EventType.MISSED_OPPORTUNITY, schema.EventType.MIXED])
def test_a_missed_opportunity_says_why_it_made_sense(kind: schema.EventType) -> None:
    with pytest.raises(ValidationError, match=r"needs key\.made_sense"):
        schema.Event.model_validate(key(kind))
    assert schema.Event.model_validate(key(kind, made_sense="It was a busy day.")).key.type == kind


@pytest.mark.parametrize("kind", [schema.EventType.GOOD_PRACTICE, schema.EventType.CONTEXT])
def test_what_was_not_missed_needs_no_excuse(kind: schema.EventType) -> None:
    assert schema.Event.model_validate(key(kind)).key.made_sense is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ref", "e1"),
        ("ref", "E1234"),
        ("concerns", []),
        ("concerns", ["Anna Small"]),
        ("held_by", []),
        ("held_by", ["school"]),
        ("stage", 0),
        ("stage", 100),
        ("on", "tomorrow"),
        ("fact", "  "),
    ],
)
def test_a_value_out_of_shape_is_refused_at_its_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refusal:
        schema.Event.model_validate(EVENT | {field: value})
    assert {error["loc"][0] for error in refusal.value.errors()} == {field}


def test_control_the_same_event_in_shape_is_taken() -> None:
    assert schema.Event.model_validate(EVENT).ref == "E1"


def test_a_field_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        schema.Event.model_validate(EVENT | {"colour": "red"})


def test_a_couple_is_two() -> None:
    with pytest.raises(ValidationError):
        schema.Couple.model_validate({"people": ["anna"], "state": "together", "first_stage": 1})


@pytest.mark.parametrize(
    ("model", "part"),
    [
        (CaseStudy, schema.Case),
        (models.Person, schema.Person),
        (models.Agency, schema.Agency),
        (models.Stage, schema.StageHead),
        (models.Document, schema.DocumentHead),
        (models.HistoryItem, schema.HistoryItem),
        (models.ToldStatus, schema.ToldEntry),
    ],
)
def test_no_field_may_be_longer_than_its_column(model: type[Model], part: type[schema.Part]) -> None:
    """SQLite would take it; PostgreSQL would answer with an error in the middle of an import."""
    columns = {field.name: int(getattr(field, "max_length", None) or 0) for field in model._meta.get_fields()}
    limited = [name for name in part.model_fields if columns.get(name)]
    assert limited != []
    for name in limited:
        for letter in "xX":
            with pytest.raises(ValidationError) as refusal:
                part.model_validate({name: letter * (columns[name] + 1)})
            assert (name,) in [error["loc"] for error in refusal.value.errors()]
