"""Forms for the parts of a draft, by what they concern."""

from casestudy.forms.drafts.base import PartForm
from casestudy.forms.drafts.chronology import EventForm, HistoryForm
from casestudy.forms.drafts.family import CoupleForm, HouseholdForm, PersonForm
from casestudy.forms.drafts.story import AgencyForm, CaseItselfForm, DocumentForm, StageForm

FORMS: dict[str, type[PartForm]] = {
    "case": CaseItselfForm,
    "stages": StageForm,
    "documents": DocumentForm,
    "events": EventForm,
    "history": HistoryForm,
    "people": PersonForm,
    "couples": CoupleForm,
    "households": HouseholdForm,
    "agencies": AgencyForm,
}

__all__ = ["FORMS", "PartForm"]
