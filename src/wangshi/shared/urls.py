"""每页都有的地址: the view switch and the component page."""

from django.urls import path

from wangshi.shared import views

urlpatterns = [
    path("set-view/", views.set_view, name="set-view"),
    path("components/", views.components, name="components"),
    path("help/", views.about, {"page": "help"}, name="help"),
    path("accessibility/", views.about, {"page": "accessibility"}, name="accessibility"),
    path("privacy/", views.about, {"page": "privacy"}, name="privacy"),
]
