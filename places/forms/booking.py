"""What people type who ask for places."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from places.actions.booking import Coordinator, Details, NeedsSaid
from places.models import AgencyType, JobLevel, Places
from places.spelling import mailbox, organisation
from workshops.models import Roadshow

MOST_OF_A_GROUP = 20
MOST_WISHES = 4
# Before the day; whoever names people later than this leaves nobody time to come instead.
NAME_BEFORE = dt.timedelta(days=3)
# Lists and addresses; mail programs make a link of a word with a full stop in it, too.
_NOT_A_NAME = re.compile(r"[@<>;\r\n\t]|://|(?i:www\.)|\w{2}\.[a-z]{2}")

# As long as any address may be.
LONGEST_ADDRESS = 254
_TOO_LONG = "This is longer than an e-mail address can be."
_EMAIL = {
    "required": "Type a work e-mail address: what becomes of this is sent there.",
    "invalid": "This is no single e-mail address. It looks like name@example.org.",
}


class PersonName(forms.CharField):
    """The name of one person."""

    def __init__(self, *, several: str = "For several people, book as a group.", **options: Any) -> None:
        """At most as long as names are. `several`: what to do for several people where this stands."""
        super().__init__(max_length=120, error_messages={"required": "Type a name."}, **options)
        self.several = several

    def clean(self, value: Any) -> str:
        """Return the name; refuse lists of addresses, which people paste here by mistake."""
        name = " ".join(str(super().clean(value)).split(" "))
        if _NOT_A_NAME.search(name) or _names_several(name):
            raise forms.ValidationError(
                f"This looks like a list or an address, and should be the name of one person. {self.several}"
            )
        return name


def _names_several(name: str) -> bool:
    """Whether these are several names with commas between. "Example, Ann" and "Ann Example, MBE, PhD" are one."""
    parts = [[word for word in part.split() if not word.startswith("(")] for part in name.split(",")]
    full = sum(len(words) > 1 for words in parts)
    return full > 1 if full else name.count(",") > 1


class AddressField(forms.EmailField):
    """One address that can be kept, and what all its spellings have in common as well, which may be longer."""

    def __init__(self, *, error_messages: dict[str, str], **options: Any) -> None:
        """At most as long as addresses are."""
        words = {"max_length": _TOO_LONG} | error_messages
        super().__init__(max_length=LONGEST_ADDRESS, error_messages=words, **options)

    def clean(self, value: Any) -> str:
        """Return the address."""
        address = str(super().clean(value))
        if len(mailbox(address)) > LONGEST_ADDRESS:
            raise forms.ValidationError(_TOO_LONG)
        return address


def email_field(label: str = "Work e-mail", **options: Any) -> AddressField:
    """Return a field for one address."""
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return AddressField(label=label, widget=widget, error_messages=_EMAIL, **options)


def organisation_field() -> forms.CharField:
    """Return a field for the organisation that somebody works for."""
    return forms.CharField(
        label="Organisation",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Say for which organisation you work."},
    )


def choice(label: str, choices: type[AgencyType | JobLevel], words: str) -> forms.ChoiceField:
    """Return a field in which nothing is chosen yet."""
    return forms.ChoiceField(
        label=label,
        choices=[("", "Choose"), *choices.choices],
        error_messages={"required": words, "invalid_choice": words},
    )


class OrganisationMixin(forms.Form):
    """A form with an organisation whose name must have letters in it."""

    def clean_organisation(self) -> str:
        """Refuse a name of signs only: all of those would be one organisation."""
        name = str(self.cleaned_data["organisation"])
        if not organisation(name):
            raise forms.ValidationError("Say for which organisation you work, in letters.")
        return name


class NeedsForm(forms.Form):
    """What somebody needs; stored only with their consent."""

    no_consent = "Tick this, or empty the fields above: without your consent none is kept."
    step_free = forms.BooleanField(required=False, label="I need a way and a table without steps")
    access_needs = forms.CharField(
        required=False,
        max_length=1000,
        label="Access needs",
        help_text="A hearing loop, a seat near the door, an interpreter: whatever lets you take part.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    dietary_needs = forms.CharField(required=False, max_length=500, label="Dietary needs")
    needs_consent = forms.BooleanField(
        required=False,
        label="Keep what I wrote here about my needs, for this day only",
        help_text="Only those who see to them read it, each reading is noted, and it is deleted soon after the day.",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse needs without consent, and lose nothing that was typed."""
        cleaned = super().clean() or {}
        if self._says_something() and not cleaned.get("needs_consent"):
            self.add_error("needs_consent", self.no_consent)
        return cleaned

    def needs(self) -> NeedsSaid | None:
        """Return what was said with consent."""
        said = self.cleaned_data
        if not self._says_something():
            return None
        return NeedsSaid(said["access_needs"], said["dietary_needs"], said["step_free"])

    def _says_something(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("access_needs", "dietary_needs", "step_free"))


class BookingForm(OrganisationMixin, NeedsForm):
    """One person who asks for a place, at one date or any of several in their order."""

    field_order = ("name", "email", "organisation", "agency", "level", "locality")  # as on the page, before the needs
    name = PersonName(label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = email_field(help_text="What becomes of your request is sent here, and nowhere else.")
    organisation = organisation_field()
    agency = choice("What kind of organisation it is", AgencyType, "Choose the kind that fits best.")
    level = choice("Your level", JobLevel, "Choose the level that fits best.")
    locality = forms.CharField(required=False, max_length=120, label="Area that you work in")

    def __init__(self, data: Any = None, *, roadshow: Roadshow, dates: Sequence[Places]) -> None:
        """`dates`: the others of the programme that can be booked."""
        super().__init__(data)
        self.roadshow = roadshow
        self._others = {places.roadshow.slug: places.roadshow for places in dates if places.pk != roadshow.pk}
        named = [(slug, f"{other.city}, {other.held_on:%-d %B}") for slug, other in self._others.items()]
        self.wishes = [f"wish_{n}" for n in range(2, min(len(named), MOST_WISHES - 1) + 2)]
        for nth, name in zip(("Second", "Third", "Fourth"), self.wishes, strict=False):
            self.fields[name] = forms.ChoiceField(
                required=False,
                label=f"{nth} choice",
                choices=[("", "No other date"), *named],
                error_messages={"invalid_choice": "This date cannot be booked any more. Choose another, or none."},
            )

    def roadshows(self) -> list[Roadshow]:
        """Return the dates in the order in which they are wished for, each once."""
        wished = dict.fromkeys(self.cleaned_data[name] for name in self.wishes if self.cleaned_data[name])
        return [self.roadshow, *(self._others[slug] for slug in wished)]

    def details(self) -> Details:
        """Return who asks."""
        said = self.cleaned_data
        return Details(
            said["name"], said["email"], said["organisation"], said["agency"], said["level"], said["locality"]
        )


class GroupForm(OrganisationMixin):
    """A coordinator who reserves places before knowing who comes."""

    name = PersonName(
        label="Your name",
        several="Type your own here; you name who comes later.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = email_field(help_text="The link with which you name people is sent here.")
    organisation = organisation_field()
    agency = choice("What kind of organisation it is", AgencyType, "Choose the kind that fits best.")
    places = forms.IntegerField(
        min_value=2,
        max_value=MOST_OF_A_GROUP,
        label="Places",
        error_messages={
            "required": "Say how many places you want.",
            "invalid": "Write the number in digits.",
            "min_value": "A group is two people or more. For one, book a single place.",
            "max_value": "One group has at most %(limit_value)s places.",
        },
    )
    together = forms.ChoiceField(
        label="If there are not enough",
        help_text="Those who get none wait. All or nobody waits until there is room for all.",
        choices=[
            ("", "As many as possible"),
            ("yes", "All of us or nobody"),
        ],
        required=False,
    )
    name_by = forms.DateField(
        label="I name who comes by",
        help_text="At the end of that day, places without a name go to those who wait; but on the day of the roadshow "
        "itself whoever comes for a reserved place is let in, named or not.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose a day.", "invalid": "This is no date. Write it like 2027-03-09."},
    )

    def __init__(self, data: Any = None, *, roadshow: Roadshow) -> None:
        """Propose a day a fortnight from now, or the last possible one."""
        today = timezone.localdate()
        places = getattr(roadshow, "places", None)
        self.most = places.most_of_one if places else 0
        self.room = places.capacity + places.beyond if places else 0
        self.latest = max(roadshow.held_on - NAME_BEFORE, today)
        proposed = min(today + dt.timedelta(days=14), self.latest)
        super().__init__(data, initial={"name_by": proposed, "places": 2})
        self.fields["name_by"].widget.attrs |= {"min": f"{today:%Y-%m-%d}", "max": f"{self.latest:%Y-%m-%d}"}

    def clean_places(self) -> int:
        """Refuse more than one organisation may have: such a group would wait for ever."""
        size: int = self.cleaned_data["places"]
        if self.most and size > self.most:
            raise forms.ValidationError(
                f"One organisation has at most {self.most} place{'' if self.most == 1 else 's'} on this date."
            )
        return size

    def clean(self) -> dict[str, Any]:
        """Refuse a group that wants all or none of more places than there are: it, too, would wait for ever."""
        cleaned = super().clean() or {}
        if cleaned.get("together") and cleaned.get("places", 0) > self.room:
            self.add_error(
                "places",
                f"This date has {self.room} place{'' if self.room == 1 else 's'} in all, so there can never be room "
                "for all of you. Ask for fewer, or for as many as possible.",
            )
        return cleaned

    def clean_name_by(self) -> dt.datetime:
        """Return the end of that day."""
        day: dt.date = self.cleaned_data["name_by"]
        if not timezone.localdate() <= day <= self.latest:
            raise forms.ValidationError(f"Choose a day from today to {self.latest:%-d %B %Y}.")
        return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59)))

    def coordinator(self) -> Coordinator:
        """Return who reserves."""
        said = self.cleaned_data
        return Coordinator(said["name"], said["email"], said["organisation"], said["agency"])


class NamingForm(forms.Form):
    """Who takes one of a group's places."""

    name = PersonName(label="Name", several="Name each at a place of their own.")
    email = email_field("Their work e-mail")
    level = choice("Their level", JobLevel, "Choose the level that fits best.")

    def details(self) -> Details:
        """Return who comes; organisation and its kind are the group's."""
        said = self.cleaned_data
        return Details(said["name"], said["email"], "", "", said["level"])


class HandOverForm(forms.Form):
    """A colleague who is to have a place."""

    name = PersonName(
        label="Your colleague's name",
        several="One colleague can have the place.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = email_field("Their work e-mail")


class TakeForm(forms.Form):
    """A colleague who takes a place that is handed to them."""

    level = choice("Your level", JobLevel, "Choose the level that fits best.")
