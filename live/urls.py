"""Addresses of the push layer that are ordinary HTTP."""

from django.urls import path

from live import views

urlpatterns = [
    path("live/head/", views.head, name="live-head"),
    path("live/clock/", views.clock, name="live-clock"),
]
