"""Addresses of the places."""

from django.urls import path

from places.views import seating

SEATING = "roadshows/<slug:slug>/seating"

urlpatterns = [
    path(f"{SEATING}/", seating.seating, name="seating"),
    path(f"{SEATING}/print/", seating.printed, name="print-seating"),
    path(f"{SEATING}/plan/", seating.plan, name="plan-seating"),
    path(f"{SEATING}/repair/", seating.repair, name="repair-seating"),
    path(f"{SEATING}/plans/<int:number>/bring-back/", seating.bring_back, name="bring-back-seating"),
    path(f"{SEATING}/move/", seating.hand, {"verb": "move"}, name="move-delegate"),
    path(f"{SEATING}/swap/", seating.hand, {"verb": "swap"}, name="swap-delegates"),
    path(f"{SEATING}/lock/", seating.hand, {"verb": "lock"}, name="lock-delegate"),
    path(f"{SEATING}/tables/", seating.tables, name="set-tables"),
    path(f"{SEATING}/rules/", seating.add_rule, name="add-seating-rule"),
    path(f"{SEATING}/rules/<int:pk>/remove/", seating.remove_rule, name="remove-seating-rule"),
]
