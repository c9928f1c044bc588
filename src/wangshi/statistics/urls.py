"""Doors of this room."""

from django.urls import path

from .views import overview, rules

urlpatterns = [
    path("overview/", overview.index, name="overview"),
    path("overview/export.xlsx", overview.export, name="overview-export"),
    path("overview/<slug:key>/", overview.figure, name="figure"),
    path("overview/<slug:key>/export.xlsx", overview.export_figure, name="figure-export"),
    path("rules/", rules.index, name="rules"),
    path("rules/export.xlsx", rules.export, name="rules-export"),
    path("rules/<str:rule_id>/", rules.show, name="rule"),
]
