"""Addresses of the places."""

from django.urls import path

from places.views import attendance, badges, door, keeping, needs, taking_along, tickets

DOOR = "roadshows/<slug:slug>/door"
ATTENDANCE = "roadshows/<slug:slug>/attendance"
NEEDS = "roadshows/<slug:slug>/needs"
HELD = "organising/held"

urlpatterns = [
    path(f"{DOOR}/", door.door, name="door"),
    path(f"{DOOR}/note/", door.note, name="door-note"),
    path(f"{DOOR}/release/", door.release, name="door-release"),
    path(f"{DOOR}/keep/", door.keep, name="door-keep"),
    path(f"{DOOR}/photo/", tickets.photo, name="door-photo"),
    path(f"{DOOR}/badges.pdf", badges.badges, name="badges"),
    path(f"{ATTENDANCE}/", attendance.attendance, name="attendance"),
    path(f"{ATTENDANCE}/claims/<int:pk>/correct/", attendance.correct, name="correct-attendance"),
    path(f"{ATTENDANCE}/write/", attendance.write, name="write-by-attendance"),
    path(f"{ATTENDANCE}/advice/", attendance.choose_advice, name="choose-advice"),
    path(f"{ATTENDANCE}/advice/take/", attendance.take_advice, name="take-advice"),
    path(f"{ATTENDANCE}/people.csv", taking_along.csv_sheet, name="attendance-csv"),
    path(f"{ATTENDANCE}/people.xlsx", taking_along.xlsx_sheet, name="attendance-xlsx"),
    path(f"{ATTENDANCE}/certificates.pdf", taking_along.certificates, name="certificates"),
    path("bookings/<str:token>/certificates/<int:pk>.pdf", taking_along.own_certificate, name="booking-certificate"),
    path(f"{NEEDS}/", needs.needs, name="needs"),
    path(f"{NEEDS}/read/", needs.read, name="read-needs"),
    path(f"{NEEDS}/readers/", needs.add_reader, name="add-needs-reader"),
    path(f"{NEEDS}/readers/<int:pk>/remove/", needs.remove_reader, name="remove-needs-reader"),
    path("organising/attendance/", attendance.history, name="attendance-everywhere"),
    path(f"{HELD}/", keeping.held, name="held"),
    path(f"{HELD}/programmes/<slug:slug>/keep/", keeping.keep, name="keep-for"),
    path(f"{HELD}/person/", keeping.find, name="find-person"),
    path(f"{HELD}/person/export/", keeping.export, name="export-person"),
    path(f"{HELD}/person/erase/", keeping.forget, name="erase-person"),
]
