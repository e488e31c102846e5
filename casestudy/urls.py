"""Addresses of the case."""

from django.urls import path

from casestudy.views import pictures, reveals

urlpatterns = [
    path("organising/roadshows/<slug:slug>/case/", reveals.choose_case, name="choose-case"),
    path("roadshows/<slug:slug>/console/reveal/", reveals.reveal, name="reveal"),
    path("roadshows/<slug:slug>/console/withdraw/", reveals.withdraw, name="withdraw"),
    path("roadshows/<slug:slug>/console/stages/<int:number>/", reveals.preview, name="stage-preview"),
    path("table/pictures/<slug:name>/", pictures.table_picture, name="table-picture"),
    path("roadshows/<slug:slug>/observing/pictures/<slug:name>/", pictures.observing_picture, name="observing-picture"),
    path("roadshows/<slug:slug>/console/pictures/<slug:name>/", pictures.console_picture, name="console-picture"),
]
