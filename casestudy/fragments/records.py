"""What a table said of a stage that is closed, to be read and not changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from casestudy import judging
from casestudy.judging import FACTOR_WORDS, HIGHEST, YES, Basis, Sure, When
from casestudy.models import CaseStudy
from casestudy.queries.judgement import known_by

Said = Mapping[str, str]
_SHARE_LABELS = {"what": "What:", "whom": "To:", "why": "Why, or why not yet:"}


def record(case: CaseStudy, stage: int, said: Said) -> SafeString:
    """Draw what a table said of a stage; `said`: everything that it has said, by the names of the fields."""
    own = {name: value for name, value in said.items() if value and name.startswith(f"case.{stage}.")}
    context = {"stage": stage, "said": own, "then": _then(case, stage, own) if own else None}
    return render_to_string("casestudy/answers/_then.html", context)


def _then(case: CaseStudy, stage: int, said: Said) -> dict[str, object]:
    agencies = {agency.code: agency.name for agency in case.agencies.all()}
    abouts = [(about.key, about.name) for about in known_by(case, stage)]
    texts = {
        "What makes each child or adult vulnerable": said.get(judging.of_stage(stage, "vulnerabilities")),
        "What we did not know yet": said.get(judging.of_stage(stage, "unknown")),
    }
    alone = [
        _rating(said, f"{agency}, {name}", partial(judging.alone, stage, code, key))
        for code, agency in agencies.items()
        for key, name in abouts
    ]
    return {
        "passed": said.get(judging.of_stage(stage, "passed")) == YES,
        "alone": [rating for rating in alone if rating],
        "concern": [r for key, name in abouts if (r := _rating(said, name, partial(judging.concern, stage, key)))],
        "shares": [
            s for code, name in agencies.items() if (s := _share(said, name, partial(judging.share, stage, code)))
        ],
        "texts": [(title, text) for title, text in texts.items() if text],
    }


def _rating(said: Said, who: str, name: Callable[[str], str]) -> dict[str, str] | None:
    """Return how worried a table was about somebody; None when it did not say."""
    score, sure, reason = (said.get(name(what), "") for what in ("score", "confidence", "reason"))
    if not score and not reason:
        return None
    worried = f"{score} of {HIGHEST}" if score else "no number"
    return {"who": who, "worried": worried, "sure": Sure(sure).words if sure else "", "reason": reason}


def _share(said: Said, who: str, name: Callable[[str], str]) -> dict[str, object] | None:
    """Return what a table decided about an agency; None when it did not."""
    when = said.get(name("when"))
    if not when:
        return None
    told = [(label, said[name(what)]) for what, label in _SHARE_LABELS.items() if name(what) in said]
    factors = [words for factor, words in FACTOR_WORDS.items() if said.get(name(f"factor.{factor}")) == YES]
    if factors:
        told.append(("In the way:", ", ".join(factors).capitalize()))
    basis = [Basis(said[name("basis")]).words] if name("basis") in said else []
    basis += [said[name("basis-words")]] if name("basis-words") in said else []
    if basis:
        told.append(("What allows us to:", ". ".join(basis)))
    return {"who": who, "when": When(when).words, "told": told}
