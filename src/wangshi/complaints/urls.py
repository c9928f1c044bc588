"""Doors of this room."""

from django.urls import path

from .forms import REPORT_FORMS, STEP_FORMS
from .views import (
    complaints,
    mappings,
    measures,
    mediators,
    papers,
    reports,
    stations,
    triage,
    walk_ins,
)

urlpatterns = [
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/mappings/", mappings.index, name="complaint-mappings"),
    path("complaints/mappings/<int:pk>/", mappings.decide, name="complaint-mapping"),
    path("complaints/categories/", triage.index, name="complaint-triage"),
    path("complaints/measures/", measures.index, name="complaint-measures"),
    path("complaints/new/", complaints.new, name="complaint-new"),
    path("complaints/<int:complaint_id>/", complaints.show, name="complaint"),
    path("complaints/<int:complaint_id>/who/", complaints.identity, name="complaint-identity"),
    path(
        "complaints/<int:complaint_id>/files/<int:file_id>/",
        complaints.file,
        name="complaint-file",
    ),
    *(
        path(
            f"complaints/<int:complaint_id>/{slug}/",
            complaints.take,
            {"slug": slug},
            name=f"complaint-{slug}",
        )
        for slug in STEP_FORMS
    ),
    path("violation-reports/", reports.index, name="violation-reports"),
    path("violation-reports/<int:report_id>/", reports.show, name="violation-report"),
    path(
        "violation-reports/<int:report_id>/who/",
        reports.identity,
        name="violation-report-identity",
    ),
    path(
        "violation-reports/<int:report_id>/files/<int:file_id>/",
        reports.file,
        name="violation-report-file",
    ),
    *(
        path(
            f"violation-reports/<int:report_id>/{slug}/",
            reports.take,
            {"slug": slug},
            name=f"violation-report-{slug}",
        )
        for slug in REPORT_FORMS
    ),
    path(
        "complaints/<int:complaint_id>/papers/<slug:which>/<slug:form>/",
        papers.of_complaint,
        name="complaint-paper",
    ),
    path(
        "violation-reports/<int:report_id>/papers/<slug:which>/<slug:form>/",
        papers.of_report,
        name="violation-report-paper",
    ),
    path("mediators/", mediators.index, name="mediators"),
    path("mediators/new/body/", mediators.new, {"what": "body"}, name="mediation-body-new"),
    path("mediators/new/", mediators.new, {"what": "mediator"}, name="mediator-new"),
    path(
        "mediators/<int:pk>/appointment/",
        mediators.change,
        {"what": "appointment"},
        name="mediator-appointment",
    ),
    path(
        "mediators/<int:pk>/training/",
        mediators.change,
        {"what": "training"},
        name="mediator-training",
    ),
    path("walk-ins/", walk_ins.index, name="walk-ins"),
    path("walk-ins/new/", walk_ins.new, name="walk-in-new"),
    path("walk-ins/<int:pk>/settle/", walk_ins.end, {"how": "settle"}, name="walk-in-settle"),
    path("walk-ins/<int:pk>/leave/", walk_ins.end, {"how": "leave"}, name="walk-in-leave"),
    path("walk-ins/<int:pk>/complaint/", walk_ins.complain, name="walk-in-complaint"),
    path("service-stations/", stations.index, name="service-stations"),
    path("service-stations/new/", stations.new, name="service-station-new"),
]
