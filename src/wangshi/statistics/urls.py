"""Doors of this room."""

from django.urls import path

from .views import accuracy, overview, rules

urlpatterns = [
    path("accuracy/", accuracy.index, name="accuracy"),
    path("accuracy/<str:month>/", accuracy.index, name="accuracy-month"),
    path("accuracy/<str:month>/rules.csv", accuracy.export_csv, name="accuracy-csv"),
    path("accuracy/<str:month>/rules.xlsx", accuracy.export_xlsx, name="accuracy-xlsx"),
    path("overview/", overview.index, name="overview"),
    path("overview/export.xlsx", overview.export, name="overview-export"),
    path("overview/<slug:key>/", overview.figure, name="figure"),
    path("overview/<slug:key>/export.xlsx", overview.export_figure, name="figure-export"),
    path("rules/", rules.index, name="rules"),
    path("rules/export.xlsx", rules.export, name="rules-export"),
    path("rules/<str:rule_id>/", rules.show, name="rule"),
    path("rules/<str:rule_id>/outcomes/", rules.outcomes, name="rule-outcomes"),
]
