"""Doors of this room."""

from django.urls import path

from .views import platforms, returns

urlpatterns = [
    path("platforms/<int:platform_id>/", platforms.show, name="platform"),
    path("returns/", returns.index, name="returns"),
    path("returns/<int:return_id>/", returns.show, name="return"),
    path("returns/<int:return_id>/export.xlsx", returns.export, name="return-export"),
    path("returns/<int:return_id>/receipt/", returns.receipt_issue, name="return-receipt-issue"),
    path("receipts/<int:receipt_id>/", returns.receipt, name="return-receipt"),
]
