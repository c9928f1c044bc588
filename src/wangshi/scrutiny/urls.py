"""Doors of this room."""

from django.urls import path

from .views import letters, places, suspicions

urlpatterns = [
    path("suspicions/", suspicions.index, name="suspicions"),
    path("suspicions/export.xlsx", suspicions.export, name="suspicions-export"),
    path("suspicions/recompute/", suspicions.recompute, name="suspicions-recompute"),
    path("suspicions/<int:suspicion_id>/", suspicions.show, name="suspicion"),
    path("suspicions/<int:suspicion_id>/dismiss/", suspicions.dismiss, name="suspicion-dismiss"),
    path("suspicions/<int:suspicion_id>/undo/", suspicions.undo, name="suspicion-undo"),
    path(
        "suspicions/<int:suspicion_id>/hand-over/", suspicions.hand_over, name="suspicion-hand-over"
    ),
    path("shared-places/", places.index, name="shared-places"),
    path("shared-places/new/", places.new, name="shared-place-new"),
    path("shared-places/<int:shared_place_id>/end/", places.end, name="shared-place-end"),
    path(
        "shared-places/<int:shared_place_id>/operators/",
        places.operators,
        name="shared-place-operators",
    ),
    path("operators/<int:operator_id>/premises/", places.premises, name="premises"),
    path("operators/<int:operator_id>/premises/new/", places.premise_new, name="premise-new"),
    path("premises/<int:premise_id>/end/", places.premise_end, name="premise-end"),
    path("shops/<int:shop_id>/payee/", places.payee, name="shop-payee"),
    path("shops/<int:shop_id>/picture/", places.picture, name="shop-picture"),
    path("contact-letters/", letters.index, name="contact-letters"),
    path("operators/<int:operator_id>/letters/", letters.of_operator, name="contact-letters-of"),
    path("operators/<int:operator_id>/letters/new/", letters.new, name="contact-letter-new"),
    path(
        "contact-letters/<int:contact_letter_id>/result/",
        letters.result,
        name="contact-letter-result",
    ),
    path(
        "contact-letters/<int:contact_letter_id>/<slug:which>.<slug:form>",
        letters.paper,
        name="contact-letter-paper",
    ),
]
