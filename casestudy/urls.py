"""Addresses of the case."""

from django.urls import path

from casestudy import views

urlpatterns = [
    path("organising/roadshows/<slug:slug>/case/", views.choose_case, name="choose-case"),
    path("roadshows/<slug:slug>/console/reveal/", views.reveal, name="reveal"),
    path("roadshows/<slug:slug>/console/withdraw/", views.withdraw, name="withdraw"),
    path("roadshows/<slug:slug>/console/stages/<int:number>/", views.preview, name="stage-preview"),
]
