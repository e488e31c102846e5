"""Addresses of the places."""

from django.urls import path

from places.views import (
    attendance,
    badges,
    booking,
    door,
    groups,
    holders,
    keeping,
    needs,
    organising,
    seating,
    taking_along,
    tickets,
)

BOOK = "roadshows/<slug:slug>/book"
BOOKING = "bookings/<str:token>"
GROUP = "groups/<str:token>"
PLACES = "organising/roadshows/<slug:slug>/places"
SEATING = "roadshows/<slug:slug>/seating"
DOOR = "roadshows/<slug:slug>/door"
ATTENDANCE = "roadshows/<slug:slug>/attendance"
NEEDS = "roadshows/<slug:slug>/needs"
HELD = "organising/held"

urlpatterns = [
    path("places/order/", booking.order, name="place-order"),
    path(f"{BOOK}/", booking.book, name="book"),
    path(f"{BOOK}/group/", booking.book_group, name="book-group"),
    path(f"{BOOK}/sent/", booking.sent, name="book-sent"),
    path(f"{BOOKING}/", holders.booking, name="booking"),
    path(f"{BOOKING}/hand-over/", holders.hand_over, name="hand-over-place"),
    path(f"{BOOKING}/move/", holders.move, name="move-place"),
    path(f"{BOOKING}/needs/", holders.needs, name="change-needs"),
    path(f"{BOOKING}/roadshow.ics", holders.calendar, name="booking-calendar"),
    path(f"{BOOKING}/ticket.svg", holders.ticket, name="booking-ticket"),
    path(f"{BOOKING}/<slug:verb>/", holders.act, name="act-on-booking"),
    path("hand-overs/<str:token>/", holders.take, name="hand-over"),
    path(f"{GROUP}/", groups.group, name="group"),
    path(f"{GROUP}/name/", groups.name, name="name-place"),
    path(f"{GROUP}/take-back/", groups.take_back, name="take-name-back"),
    path(f"{GROUP}/give-back/", groups.give_back, name="give-back-places"),
    path(f"{GROUP}/answer/", groups.accept, name="answer-offer"),
    path(f"{PLACES}/", organising.places, name="places"),
    path(f"{PLACES}/import/", organising.import_sheet, name="import-signups"),
    path(f"{PLACES}/sign-ups.csv", organising.template, name="signups-template"),
    path(f"{PLACES}/claims/<int:pk>/first/", organising.put_first, name="put-first"),
    path(f"{PLACES}/claims/<int:pk>/withdraw/", organising.withdraw, name="withdraw-claim"),
    path(f"{PLACES}/mails/<int:pk>/again/", organising.send_again, name="send-mail-again"),
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
