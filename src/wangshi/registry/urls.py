"""Doors of the registry."""

from django.urls import path

from .views import links, listing, operators, owners, shops

urlpatterns = [
    path("search/", listing.find, name="search"),
    path("operators/", listing.operators, name="operators"),
    path("operators/export.xlsx", listing.export, name="operators-export"),
    path("operators/new/", operators.new, name="operator-new"),
    path("operators/<int:pk>/", operators.show, name="operator"),
    path("operators/<int:pk>/edit/", operators.edit, name="operator-edit"),
    path("operators/<int:pk>/permit/", operators.permit, name="permit-new"),
    path("operators/<int:pk>/live-room/", operators.live_room, name="live-room-new"),
    path("operators/<int:pk>/licence/", operators.licence, name="licence-new"),
    path("operators/<int:pk>/owner/", owners.bind, name="owner-bind"),
    path("owners/<int:representation_id>/end/", owners.unbind, name="owner-unbind"),
    path("remarks/", owners.remarks, name="remarks"),
    path("remarks/<int:remark_id>/", owners.remark_answer, name="remark"),
    path("mine/operators/<int:pk>/", owners.own, name="my-operator"),
    path("mine/operators/<int:pk>/remark/", owners.own_remark, name="my-remark"),
    path("shops/", listing.shops, name="shops"),
    path("shops/new/", shops.new, name="shop-new"),
    path("shops/<int:pk>/", shops.show, name="shop"),
    path("shops/<int:pk>/edit/", shops.edit, name="shop-edit"),
    path("shops/<int:pk>/link/", shops.link, name="shop-link"),
    path("shops/<int:pk>/unlink/", shops.unlink, name="shop-unlink"),
    path("shops/<int:pk>/close/", shops.close, name="shop-close"),
    path("links/", links.index, name="links"),
    path("links/<int:link_id>/", links.show, name="link"),
    path("links/<int:link_id>/reject/", links.reject, name="link-reject"),
    path("platforms/new/", shops.platform, name="platform-new"),
]
