"""The doors of the portal."""

from django.urls import path

from .api.doors import urlpatterns as api_doors
from .views import checking, complaining, front, keeping, licence_guide, penalties, verifying

urlpatterns = [
    path("", front.front, name="home"),
    path("about/", front.about, name="about"),
    path("check/", checking.text, name="self-check"),
    path("check/table/", checking.table, name="self-check-table"),
    path("check/result.xlsx", checking.download, name="self-check-download"),
    path("licence-guide/", licence_guide.guide, name="licence-guide"),
    path("complain/", complaining.start, name="complain"),
    path("complain/complaint/", complaining.complain, name="complain-complaint"),
    path("complain/report/", complaining.report, name="complain-report"),
    path("complain/progress/", complaining.progress, name="complain-progress"),
    path("complain/add/", complaining.add, name="complain-add"),
    path("complain/withdraw/", complaining.withdraw, name="complain-withdraw"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/tools/<str:name>", verifying.hand_out, name="verify-tool"),
    path("published/", verifying.published, name="published-copies"),
    path("published/<int:copy_id>/", verifying.published_copy, name="published-copy"),
    path(
        "published/<int:copy_id>/picture.png",
        verifying.published_picture,
        name="published-copy-picture",
    ),
    path(
        "published/<int:copy_id>/package.wacz",
        verifying.published_package,
        name="published-copy-package",
    ),
    path("published/penalties/", penalties.published, name="published-penalties"),
    path("published/penalties/<int:publication_id>/", penalties.one, name="published-penalty"),
    path("materials/", keeping.materials, name="materials"),
    path("materials/<int:pk>/drop/", keeping.material_drop, name="material-drop"),
    path("tokens/", keeping.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", keeping.token_revoke, name="token-revoke"),
    *api_doors,
]
