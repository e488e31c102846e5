"""The pictures of a case as parts of pages: the drawing, the same as text, and the links that lead to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from casestudy.kinds import PARTS, POOLED, REVEALED, WITHDRAWN
from casestudy.models import CaseStudy
from casestudy.pictures import digest, genogram, network, words
from casestudy.pictures.chronology import By, Chronology, chronology
from casestudy.pictures.genogram import Genogram
from casestudy.pictures.known import Known
from casestudy.pictures.network import Network
from casestudy.queries import pictures, runs
from casestudy.queries.pictures import Visible
from live.kinds import Reading
from workshops import panels, screens
from workshops.drawn import drawn_once
from workshops.models import Roadshow
from workshops.panels import Place, Spot
from workshops.screens import View

# By the names in addresses: what people call each picture.
NAMES = {"genogram": "Family", "network": "Network", "chronology": "Chronology"}
TITLES = {"genogram": "The family", "network": "Family and services", "chronology": "What happened when"}
# After these events a picture may be another one.
RENEW_ON = f"{REVEALED} {WITHDRAWN} {POOLED} {PARTS}"
# Drawn at its smallest, text of 16 units is 14 px high.
SMALLEST = 0.875

HrefForAgency = Callable[[str], str]


@dataclass(frozen=True)
class Service:
    """An agency of the network with where a press on it leads, if anywhere, and its contacts in words."""

    placed: network.Service
    href: str
    words: str


def connect() -> None:
    """Register the links on tables' pages, and what projector screens can show."""
    panels.register(Place.TABLE, draw_links)
    for name, label in NAMES.items():
        screens.register(View(name, f"{label} (picture)", partial(draw_screen, name), pin=runs.present_stage))


def figure(
    case: CaseStudy,
    visible: Visible,
    name: str,
    *,
    by: By = By.DATE,
    href_for_agency: HrefForAgency | None = None,
    also: str = "",
) -> SafeString:
    """Return a picture with its caption and its text. A version never changes, so each process draws it once.

    `href_for_agency` takes an agency's code and returns where a press on it in the network leads; `also` is what
    the addresses of other arrangements hold besides.
    """
    linked = href_for_agency("") if href_for_agency else ""
    key = f"picture:{case.digest}:{visible.stage}:{visible.whole}:{_only(visible)}:{name}:{by}:{linked}:{also}"
    draw = partial(_figure, case, visible, name, by=by, href_for_agency=href_for_agency, also=also)
    return mark_safe(drawn_once(key, draw))  # noqa: S308 -- a template escapes


def _figure(
    case: CaseStudy, visible: Visible, name: str, *, by: By, href_for_agency: HrefForAgency | None, also: str
) -> str:
    known = pictures.known(case, visible)
    context = {
        "name": name,
        "label": NAMES[name],
        "case_study": case,
        "stage": visible.stage,
        "known": known,
        "by": by,
        "arrangements": list(By) if name == "chronology" else [],
        "also": also,
        "drawing": drawing(known, name, by=by, href_for_agency=href_for_agency),
        "told": _told(known, name),
    }
    return render_to_string("casestudy/pictures/_figure.html", context)


def drawing(
    known: Known, name: str, *, by: By = By.DATE, href_for_agency: HrefForAgency | None = None, large: bool = False
) -> SafeString:
    """Return a picture as SVG for a page; `large` for a projector."""
    if name == "genogram":
        return _svg(known, name, genogram.genogram(known, genogram.SCREEN if large else genogram.TABLE))
    if name == "network":
        placed = network.network(known, network.SCREEN if large else network.TABLE)
        links = {"links": href_for_agency is not None, "services": _services(known, placed, href_for_agency)}
        return _svg(known, name, placed, **links)
    return _svg(known, name, digest.digest(known) if large else chronology(known, by))


def on_paper(known: Known, name: str, style: str) -> tuple[str, float, float]:
    """Return a picture as SVG that stands by itself, with its own `style`, and its size in units.

    The chronology is on its agencies' lanes.
    """
    if name == "genogram":
        family = genogram.genogram(known)
        return _svg(known, name, family, style=style), family.width, family.height
    if name == "network":
        placed = network.network(known)
        services = _services(known, placed, None)
        return _svg(known, name, placed, style=style, services=services), placed.width, placed.height
    lanes = chronology(known, By.AGENCY, told=False)
    return _svg(known, name, lanes, style=style), lanes.width, lanes.height


def draw_links(spot: Spot) -> SafeString:
    """Draw the links to the pictures: for a table's device its own, for whoever watches theirs."""
    if runs.case_for(spot) is None:
        return SafeString()
    links = [(label, _address(spot, name)) for name, label in NAMES.items()]
    context = {"links": links, "renew_on": RENEW_ON}
    return render_to_string("casestudy/pictures/_links.html", context)


def draw_screen(name: str, roadshow: Roadshow, pin: str, reading: Reading) -> SafeString:
    """Draw a picture for a projector: as the room has it, or at the stage at which the screen is held."""
    case = reading.once(runs.case_in, roadshow.log_id)
    if case is None:
        return SafeString()
    run = case.run
    visible = pictures.seen_by_all(run)
    if pin.isdigit() and int(pin) < visible.stage:
        visible = Visible(min(int(pin), visible.whole))
    context = {
        "run": run,
        "name": name,
        "title": TITLES[name],
        "stage": visible.whole,
        "drawing": drawing(pictures.known(run.case, visible), name, large=True),
    }
    return render_to_string("casestudy/pictures/_screen.html", context)


def _svg(known: Known, name: str, picture: Genogram | Network | Chronology, **more: object) -> SafeString:
    smallest = (round(picture.width * SMALLEST), round(picture.height * SMALLEST))
    shared = {"picture": picture, "smallest": smallest, "title": TITLES[name], "description": words.summary(known)}
    context = {**shared, **more}
    return render_to_string(f"casestudy/pictures/_{name}.html", context)


def _services(known: Known, placed: Network, href_for_agency: HrefForAgency | None) -> list[Service]:
    told = dict(words.contacts_in_words(known))
    return [
        Service(each, href_for_agency(each.agency.code) if href_for_agency else "", told[each.agency.code])
        for each in placed.services
    ]


def _told(known: Known, name: str) -> dict[str, object]:
    """Return the words of a picture, as its text shows them."""
    if name == "genogram":
        return {
            "people": words.people_in_words(known),
            "relations": words.relations_in_words(known),
            "homes": words.homes_in_words(known),
        }
    if name == "network":
        return {"contacts": [line for _code, line in words.contacts_in_words(known)], "unmet": words.unmet(known)}
    return {"entries": words.entries_in_words(known)}


def _only(visible: Visible) -> str:
    return "all" if visible.only is None else ",".join(sorted(visible.only))


def _address(spot: Spot, name: str) -> str:
    if spot.table is not None:
        return reverse("table-picture", args=[name])
    return reverse("observing-picture", args=[spot.roadshow.slug, name])
