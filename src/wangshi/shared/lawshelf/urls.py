"""Doors of the law shelf."""

from django.urls import path

from . import views

urlpatterns = [
    path("law/", views.index, name="law"),
    path("law/terms/<slug:key>/", views.term, name="law-term"),
    path("law/violations/<slug:code>/", views.violation, name="law-violation"),
]
