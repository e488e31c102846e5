"""Addresses of the places."""

from django.urls import path

from places.views import booking, groups, holders, organising

BOOK = "roadshows/<slug:slug>/book"
BOOKING = "bookings/<str:token>"
GROUP = "groups/<str:token>"
PLACES = "organising/roadshows/<slug:slug>/places"

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
    path(f"{GROUP}/give-back/", groups.give_back, name="give-back-places"),
    path(f"{GROUP}/answer/", groups.accept, name="answer-offer"),
    path(f"{PLACES}/", organising.places, name="places"),
    path(f"{PLACES}/import/", organising.import_sheet, name="import-signups"),
    path(f"{PLACES}/claims/<int:pk>/first/", organising.put_first, name="put-first"),
    path(f"{PLACES}/claims/<int:pk>/withdraw/", organising.withdraw, name="withdraw-claim"),
    path(f"{PLACES}/mails/<int:pk>/again/", organising.send_again, name="send-mail-again"),
]
