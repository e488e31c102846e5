"""The product, but for a few questions that every table is asked from the start: for tests only.

`python tests/browser/asking.py serve` is `manage.py serve`, on data that has the sample, with more tables and with
the fields of tests/asked.py, in one form of every kind of control beside the case.
"""

from __future__ import annotations

import os
import sys

import django
from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.template import engines  # noqa: E402 -- Django first
from django.utils.safestring import SafeString, mark_safe  # noqa: E402

from live import kinds  # noqa: E402
from tests import asked  # noqa: E402
from workshops import answering, panels  # noqa: E402
from workshops.actions.room import add_tables  # noqa: E402
from workshops.models import Roadshow  # noqa: E402
from workshops.queries.answers import answers_of  # noqa: E402
from workshops.tokens import new_token  # noqa: E402

TABLES = 60
FORM = """
<section id="asked" class="answers" data-region aria-label="Asked">
<form data-answers data-action="probe" method="post" action="{% url 'answer' %}">
  {% csrf_token %}<input type="hidden" name="Idempotency-Key" value="{{ key }}">
  {% include "components/answers/scale.html" with name=choice value=said.choice label="How worried are we?" low="not at all" high="as much as can be" %}
  {% include "components/answers/ticks.html" with label="What stands in the way?" ticks=ticks %}
  {% include "components/answers/text.html" with name=text value=said.text label="What do we not know yet?" hint="No names." %}
  {% include "components/answers/text.html" with name=other value=said.other label="What makes them vulnerable?" rows=2 %}
  {% include "components/answers/choice.html" with name=closed value="" label="Too late for this one" options=late %}
  <button class="button" type="submit" data-without-scripts>Save</button>
</form></section>
"""  # noqa: E501 -- as a template has it


def draw(spot: panels.Spot) -> SafeString:
    """Draw the form, with what the table has said where it is drawn for a page."""
    stands = (
        {field: answer.value for field, answer in answers_of(spot.table, asked.PREFIX).items()} if spot.table else {}
    )
    names = {"choice": asked.CHOICE, "text": asked.TEXT, "other": asked.OTHER_TEXT, "closed": asked.CLOSED}
    context = names | {
        "key": new_token(),
        "csrf_token": spot.csrf_token,
        "said": {name: stands.get(field, "") for name, field in names.items()},
        "ticks": [(asked.TICK, "Trust", stands.get(asked.TICK) == "yes")],
        "late": [("7", "Seven")],
    }
    return mark_safe(engines["django"].from_string(FORM).render(context))  # noqa: S308 -- a template escapes


answering.register(asked.PREFIX, asked.find)
kinds.register(asked.KIND, asked.draw)
panels.register(panels.Place.TABLE_ANSWERS, draw)

if __name__ == "__main__":
    # Enough tables for every test to have one that has said nothing yet.
    manchester = Roadshow.objects.get(slug="manchester")
    add_tables(manchester, TABLES - manchester.tables.count())
    execute_from_command_line(sys.argv)
