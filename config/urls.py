"""Every address of the product."""

from allauth.account import views as account
from django.urls import include, path

from workshops.views.staff import change_password

# Of allauth only what is used: nobody signs up here, and an organiser sees to addresses.
accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", change_password, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("accounts/", include(accounts)),
    path("", include("live.urls")),
    path("", include("casestudy.urls")),
    path("", include("drawings.urls")),
    path("", include("places.urls")),
    path("", include("workshops.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
