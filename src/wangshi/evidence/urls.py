"""The doors of the strongroom."""

from django.urls import path

from .views import acting, captures, copies, exhibits, handing, papers

urlpatterns = [
    path("exhibits/", exhibits.index, name="exhibits"),
    path("exhibits/new/", exhibits.new, name="new-exhibit"),
    path("exhibits/package/", exhibits.package, name="take-package"),
    path("exhibits/<int:exhibit_id>/", exhibits.show, name="exhibit"),
    path("exhibits/<int:exhibit_id>/look/", acting.look, name="exhibit-look"),
    path("exhibits/<int:exhibit_id>/export/", acting.export, name="exhibit-export"),
    path("exhibits/<int:exhibit_id>/hand-over/", handing.hand_over, name="exhibit-hand-over"),
    path("exhibits/<int:exhibit_id>/receive/", handing.receive, name="exhibit-receive"),
    path("exhibits/<int:exhibit_id>/recall/", handing.recall, name="exhibit-recall"),
    path("exhibits/<int:exhibit_id>/check/", acting.check, name="exhibit-check"),
    path("exhibits/<int:exhibit_id>/<slug:which>.<slug:form>", papers.paper, name="exhibit-paper"),
    path("captures/", captures.index, name="captures"),
    path("captures/new/", captures.order, name="order-capture"),
    path("captures/<int:order_id>/again/", captures.again, name="capture-again"),
    path("captures/<int:order_id>/cancel/", captures.cancel, name="capture-cancel"),
    path("exhibits/log/", papers.log, name="evidence-log"),
    path("exhibits/log/code.svg", papers.log_code, name="evidence-log-picture"),
    path("exhibits/looks/<int:look_id>/", acting.copy, name="exhibit-copy"),
    path("exhibits/looks/<int:look_id>/<int:part_id>/", acting.file, name="exhibit-file"),
    path("exhibits/looks/<int:look_id>/<int:part_id>/mask/", copies.mask, name="exhibit-mask"),
    path("exhibits/copies/<int:copy_id>/", copies.show, name="masked-copy"),
    path("exhibits/copies/<int:copy_id>/picture/", copies.picture, name="masked-copy-picture"),
    path("exhibits/copies/<int:copy_id>/publish/", copies.publish, name="masked-copy-publish"),
    path("exhibits/copies/<int:copy_id>/withdraw/", copies.withdraw, name="masked-copy-withdraw"),
]
