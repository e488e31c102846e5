"""Addresses of the places."""

from django.urls import path

from places.views import badges, door, tickets

DOOR = "roadshows/<slug:slug>/door"

urlpatterns = [
    path(f"{DOOR}/", door.door, name="door"),
    path(f"{DOOR}/note/", door.note, name="door-note"),
    path(f"{DOOR}/release/", door.release, name="door-release"),
    path(f"{DOOR}/keep/", door.keep, name="door-keep"),
    path(f"{DOOR}/photo/", tickets.photo, name="door-photo"),
    path(f"{DOOR}/badges.pdf", badges.badges, name="badges"),
]
