"""The doors of this room: one's own notices, and the administrator's channels."""

from django.urls import path

from .views import channels, own

urlpatterns = [
    path("notices/", own.notices, name="notices"),
    path("notices/seen/", own.seen, name="notices-seen"),
    path("notices/choices/", own.choices, name="notice-choices"),
    path("notices/<int:pk>/open/", own.opened, name="notice-open"),
    path("channels/", channels.channels, name="channels"),
    path("channels/robots/new/", channels.robot_new, name="robot-new"),
    path("channels/robots/<int:pk>/stop/", channels.robot_stop, name="robot-stop"),
    path("channels/deliveries/", channels.deliveries, name="deliveries"),
    path("channels/deliveries/<int:pk>/", channels.delivery, name="delivery"),
    path("channels/deliveries/<int:pk>/again/", channels.delivery_again, name="delivery-again"),
]
