"""Addresses of the core."""

from django.urls import path

from workshops.views import console, joining, organising, public, rehearsals, staff, table

urlpatterns = [
    path("", public.home, name="home"),
    path("healthz", public.healthz, name="healthz"),
    path("readyz", public.readyz, name="readyz"),
    path("join/", joining.join, name="join"),
    path("join/<str:code>/", joining.join_with_code, name="join-code"),
    path("table/", table.table, name="table"),
    path("screen/<slug:token>/", table.screen, name="screen"),
    path("staff/", staff.staff, name="staff"),
    path("staff/link/<str:token>/", staff.staff_link, name="staff-link"),
    path("roadshows/<slug:slug>/rehearsal/", rehearsals.begin, name="begin-rehearsal"),
    path("roadshows/<slug:slug>/rehearsal/throw-away/", rehearsals.throw_away, name="throw-away-rehearsal"),
    path("organising/", organising.organising, name="organising"),
    path("organising/programmes/new/", organising.new_programme, name="new-programme"),
    path("organising/roadshows/new/", organising.new_roadshow, name="new-roadshow"),
    path("organising/roadshows/<slug:slug>/", organising.edit_roadshow, name="edit-roadshow"),
    path("organising/roadshows/<slug:slug>/facilitators/", organising.add_facilitator, name="add-facilitator"),
    path(
        "organising/roadshows/<slug:slug>/facilitators/<int:pk>/remove/",
        organising.remove_facilitator,
        name="remove-facilitator",
    ),
    path("organising/staff/", organising.everybody, name="all-staff"),
    path("organising/staff/organisers/", organising.add_organiser, name="add-organiser"),
    path("organising/staff/<int:pk>/organiser/remove/", organising.remove_organiser, name="remove-organiser"),
    path("organising/staff/<int:pk>/link/", organising.new_link, name="new-link"),
    path("organising/staff/<int:pk>/sign-out/", organising.sign_out, name="sign-out-staff"),
    path("roadshows/<slug:slug>/", public.roadshow, name="roadshow"),
    path("roadshows/<slug:slug>/console/", console.console, name="console"),
    path("roadshows/<slug:slug>/console/cards/", console.cards, name="cards"),
    path("roadshows/<slug:slug>/console/open/", console.set_state, {"opening": True}, name="open-roadshow"),
    path("roadshows/<slug:slug>/console/close/", console.set_state, {"opening": False}, name="close-roadshow"),
    path("roadshows/<slug:slug>/console/tables/<int:number>/", console.table, name="console-table"),
    path("roadshows/<slug:slug>/console/tables/<int:number>/code/", console.rotate_code, name="rotate-code"),
    path("roadshows/<slug:slug>/console/devices/<int:pk>/remove/", console.remove_device, name="remove-device"),
]
