"""Addresses of the case."""

from django.urls import path

from casestudy.views import judgement, reveals

urlpatterns = [
    path("organising/roadshows/<slug:slug>/case/", reveals.choose_case, name="choose-case"),
    path("roadshows/<slug:slug>/console/reveal/", reveals.reveal, name="reveal"),
    path("roadshows/<slug:slug>/console/withdraw/", reveals.withdraw, name="withdraw"),
    path("roadshows/<slug:slug>/console/curves/", judgement.curves, name="curves"),
    path("roadshows/<slug:slug>/console/paper/answers/", judgement.sheet, name="paper-answers"),
    path("roadshows/<slug:slug>/console/stages/<int:number>/", reveals.preview, name="stage-preview"),
]
