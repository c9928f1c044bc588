"""The doors of the site, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("wangshi.portal.urls")),
    path("", include("wangshi.shared.urls")),
    path("", include("wangshi.shared.imports.urls")),
    path("", include("wangshi.shared.lawshelf.urls")),
    path("", include("wangshi.accounts.urls")),
    path("", include("wangshi.mailroom.urls")),
    path("", include("wangshi.registry.urls")),
    path("", include("wangshi.evidence.urls")),
    path("", include("wangshi.cases.urls")),
    path("", include("wangshi.penalties.urls")),
    path("", include("wangshi.monitoring.urls")),
    path("", include("wangshi.display.urls")),
    path("", include("wangshi.inspections.urls")),
    path("", include("wangshi.growth.urls")),
    path("", include("wangshi.complaints.urls")),
    path("", include("wangshi.scrutiny.urls")),
    path("", include("wangshi.statistics.urls")),
    path("", include("wangshi.figures.urls")),
    path("", include("wangshi.programme.urls")),
]
handler400 = "wangshi.shared.views.bad_request"
handler403 = "wangshi.shared.views.not_found"
handler404 = "wangshi.shared.views.not_found"
handler500 = "wangshi.shared.views.server_error"
