"""Doors of this room."""

from django.urls import path

from .views import acting, checking, listing

urlpatterns = [
    path("display/", listing.rates, name="display"),
    path("display/checks/", listing.checks, name="display-checks"),
    path("display/checks/export.xlsx", listing.export, name="display-export"),
    path("display/due/", listing.due, name="display-due"),
    path("display/shops/<int:shop_id>/", checking.new, name="display-new"),
    path("display/pictures/<int:licence_picture_id>/", checking.picture, name="display-picture"),
    path("display/checks/<int:display_check_id>/", listing.show, name="display-check"),
    path("display/checks/<int:display_check_id>/ask/", acting.ask, name="display-ask"),
    path(
        "display/checks/<int:display_check_id>/hand-over/",
        acting.hand_over,
        name="display-hand-over",
    ),
    path("display/checks/<int:display_check_id>/recheck/", acting.recheck, name="display-recheck"),
]
