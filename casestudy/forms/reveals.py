"""What the console's buttons send."""

from django import forms

from casestudy.models import CaseStudy


class StageForm(forms.Form):
    """Which stage the button named, and which press it was."""

    stage = forms.IntegerField(min_value=1, max_value=99)
    key = forms.CharField(max_length=64, required=False)


class CaseForm(forms.Form):
    """Which version of a case a roadshow is to run."""

    case = forms.ModelChoiceField(CaseStudy.objects.all())
