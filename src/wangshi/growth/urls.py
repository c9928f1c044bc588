"""Doors of this room."""

from django.urls import path

from .forms import STEP_FORMS
from .views import food, grid, sellers, steps, themed

urlpatterns = [
    path("sellers/", sellers.index, name="sellers"),
    path("sellers/export.xlsx", sellers.export, name="sellers-export"),
    path("sellers/funnel/", sellers.funnel, name="sellers-funnel"),
    path("sellers/funnel/export.xlsx", sellers.funnel_export, name="sellers-funnel-export"),
    path("sellers/new/", sellers.new, name="seller-new"),
    path("sellers/<int:seller_id>/", sellers.show, name="seller"),
    path("sellers/<int:seller_id>/declaration/", sellers.declared, name="seller-declaration"),
    path("sellers/<int:seller_id>/handbook/", sellers.handbook, name="seller-handbook"),
    *(
        path(f"sellers/<int:seller_id>/{slug}/", steps.take, {"slug": slug}, name=f"seller-{slug}")
        for slug in STEP_FORMS
    ),
    path("food-starts/", food.index, name="food-starts"),
    path("food-starts/new/", food.new, name="food-start-new"),
    path("food-starts/<int:start_id>/report/", food.report, name="food-start-report"),
    path("themed/", themed.index, name="themed"),
    path("themed/export.xlsx", themed.export, name="themed-export"),
    path("themed/new/", themed.new, name="themed-new"),
    path("themed/<int:entry_id>/", themed.show, name="themed-entry"),
    path("themed/<int:entry_id>/end/", themed.end, name="themed-end"),
    path("grid/sellers/", grid.sellers, name="grid-sellers"),
    path("grid/sellers/new/", grid.new, name="grid-seller-new"),
]
