"""Doors of the imports."""

from django.urls import path

from . import views

urlpatterns = [
    path("imports/", views.list_batches, name="imports"),
    path("imports/new/<slug:kind>/", views.new_batch, name="import-new"),
    path("imports/<int:batch_id>/", views.show_batch, name="import"),
    path("imports/<int:batch_id>/columns/", views.choose_columns, name="import-columns"),
    path("imports/<int:batch_id>/check/", views.check_batch, name="import-check"),
    path("imports/<int:batch_id>/begin/", views.begin_batch, name="import-begin"),
    path("imports/<int:batch_id>/stop/", views.stop_batch, name="import-stop"),
    path("imports/<int:batch_id>/faults.xlsx", views.download_faults, name="import-faults"),
]
