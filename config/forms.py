"""How every form of the product is drawn."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, Widget
from django.forms.renderers import DjangoTemplates


class FocusedField(BoundField):
    """A field that has the focus when its page opens, if it is the first of its form that is wrong.

    A browser then scrolls to it, and a screen reader says its label and what is wrong. A group of choices has none: it
    is several fields, and is linked from the top of the page like all that are wrong.
    """

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Return the attributes that the field is drawn with."""
        drawn = super().build_widget_attrs(attrs, widget)
        wrong = (field.name for field in self.form.visible_fields() if field.errors)
        if self.errors and not self.use_fieldset and self.name == next(wrong, None):
            drawn["autofocus"] = True
        return drawn


class Forms(DjangoTemplates):
    """Django's own way of drawing forms, with the focus on what is wrong."""

    bound_field_class = FocusedField
