"""Doors of this room."""

from django.urls import path

from .views import cases, ledger, papers, publishing, spots

urlpatterns = [
    path("cases/", cases.index, name="cases"),
    path("cases/<int:case_id>/", cases.show, name="case"),
    path("cases/<int:case_id>/publication/", publishing.preview, name="case-publication"),
    path("cases/<int:case_id>/publication/keep/", publishing.prepare, name="case-publication-keep"),
    path("cases/<int:case_id>/publication/publish/", publishing.publish, name="case-publish"),
    path("cases/<int:case_id>/publication/withdraw/", publishing.withdraw, name="case-withdraw"),
    path("cases/<int:case_id>/repair/", publishing.repair, name="case-repair"),
    path("cases/<int:case_id>/repair/decide/", publishing.repair_decide, name="case-repair-decide"),
    path("operators/<int:pk>/ledger/", ledger.show, name="operator-ledger"),
    path("cases/<int:case_id>/papers/<slug:which>/<slug:form>/", papers.of_case, name="case-paper"),
    path("cases/<int:case_id>/files/<int:file_id>/", cases.file, name="case-file"),
    # One address for each right: what a slug takes is its step's own.
    path("cases/<int:case_id>/step/<slug:slug>/", cases.work, name="case-work"),
    path("cases/<int:case_id>/review/<slug:slug>/", cases.review, name="case-review"),
    path("cases/<int:case_id>/decide/<slug:slug>/", cases.decide, name="case-decide"),
    path("spot-penalties/", spots.index, name="spot-penalties"),
    path("spot-penalties/new/", spots.new, name="spot-penalty-new"),
    path("spot-penalties/<int:spot_id>/", spots.show, name="spot-penalty"),
    path("spot-penalties/<int:spot_id>/paper/<slug:form>/", papers.of_spot, name="spot-paper"),
]
