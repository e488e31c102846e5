"""Addresses of the drawings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
