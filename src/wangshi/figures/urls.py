"""Doors of this room."""

from django.urls import path

from .views import figures, places, returns

urlpatterns = [
    path("figures/", figures.index, name="county-figures"),
    path("figures/map/", places.town_map, name="town-map"),
    path("figures/map/boundaries/", places.boundary_new, name="boundary-new"),
    path("figures/villages/", places.villages, name="villages"),
    path("figures/villages/export.xlsx", places.villages_export, name="villages-export"),
    path("figures/villages/new/", places.villages_new, name="villages-new"),
    path("figures/villages/<int:village_id>/", places.village, name="village"),
    path("figures/villages/<int:village_id>/prove/", places.prove, name="village-prove"),
    path("figures/photos/<int:photo_id>/", places.photo, name="village-photo"),
    path("figures/returns/", returns.index, name="filings"),
    path("figures/returns/respondents/new/", returns.respondent_new, name="respondent-new"),
    path("figures/returns/<int:respondent_id>/end/", returns.respondent_end, name="respondent-end"),
    path("figures/returns/<int:respondent_id>/<str:written>/", returns.show, name="filing"),
    path(
        "figures/returns/<int:respondent_id>/<str:written>/fill/", returns.fill, name="filing-fill"
    ),
    path("figures/of/<slug:key>/", figures.show, name="county-figure"),
    path("figures/of/<slug:key>/export.xlsx", figures.export, name="county-figure-export"),
    path("figures/of/<slug:key>/<str:written>/", figures.period, name="county-figure-period"),
    path(
        "figures/of/<slug:key>/<str:written>/<slug:source>/",
        figures.rows,
        name="county-figure-rows",
    ),
]
