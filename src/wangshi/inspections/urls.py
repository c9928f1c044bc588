"""Doors of this room."""

from django.urls import path

from .views import checks, letters, over_mark, platforms, returns

urlpatterns = [
    path("platforms/", platforms.index, name="platforms"),
    path("platforms/<int:platform_id>/", platforms.show, name="platform"),
    path("platforms/<int:platform_id>/duties/<slug:key>/", platforms.duty, name="duty"),
    path(
        "platforms/<int:platform_id>/letters/new/<slug:matter>/",
        letters.new,
        name="platform-letter-new",
    ),
    path("platform-letters/", letters.index, name="platform-letters"),
    path("platform-letters/<int:letter_id>/", letters.show, name="platform-letter"),
    path(
        "platform-letters/<int:letter_id>/export.xlsx",
        letters.export,
        name="platform-letter-export",
    ),
    path("platform-letter-rows/<int:row_id>/", letters.row, name="letter-row"),
    path("returns/", returns.index, name="returns"),
    path("returns/over-mark/", over_mark.index, name="over-mark"),
    path("returns/over-mark/hand-over/", over_mark.hand_over, name="over-mark-hand-over"),
    path("returns/<int:return_id>/", returns.show, name="return"),
    path("returns/<int:return_id>/export.xlsx", returns.export, name="return-export"),
    path("returns/<int:return_id>/receipt/", returns.receipt_issue, name="return-receipt-issue"),
    path("receipts/<int:receipt_id>/", returns.receipt, name="return-receipt"),
    path("inspections/", checks.index, name="inspections"),
    path("inspections/export.xlsx", checks.export, name="inspections-export"),
    path("inspections/new/<int:operator_id>/", checks.new, name="inspection-new"),
    path("inspections/<int:inspection_id>/", checks.show, name="inspection"),
    path(
        "inspections/<int:inspection_id>/hand-over/", checks.hand_over, name="inspection-hand-over"
    ),
]
