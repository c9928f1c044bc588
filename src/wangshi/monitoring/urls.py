"""Doors of this room."""

from django.urls import path

from .views import hits, listings, live_sessions, prices, spot_checks, standing, sweeps

urlpatterns = [
    path("hits/", hits.index, name="hits"),
    path("hits/export.xlsx", hits.export, name="hits-export"),
    path("hits/ready/", hits.ready, name="hits-ready"),
    path("hits/ready/hand-over/", hits.hand_over_together, name="hits-hand-over-together"),
    path("hits/ready/<int:shop_id>/hand-over/", hits.hand_over_shop, name="shop-hand-over"),
    path("hits/<int:hit_id>/", hits.show, name="hit"),
    path("hits/<int:hit_id>/dismiss/", hits.dismiss, name="hit-dismiss"),
    path("hits/<int:hit_id>/undo/", hits.undo, name="hit-undo"),
    path("hits/<int:hit_id>/hand-over/", hits.hand_over_page, name="hit-hand-over"),
    path("spot-checks/", spot_checks.index, name="spot-checks"),
    path("spot-checks/draw/", spot_checks.begin, name="spot-check-begin"),
    path("spot-checks/<int:check_id>/", spot_checks.show, name="spot-check"),
    path("spot-checks/<int:check_id>/missed/", spot_checks.missed, name="spot-check-missed"),
    path("spot-checks/<int:check_id>/unclear/", spot_checks.unclear, name="spot-check-unclear"),
    path("spot-checks/<int:check_id>/undo/", spot_checks.undo, name="spot-check-undo"),
    path(
        "spot-checks/<int:check_id>/hand-over/", spot_checks.hand_over, name="spot-check-hand-over"
    ),
    path("spot-check-draws/<int:draw_id>/", spot_checks.show_draw, name="spot-check-draw"),
    path(
        "spot-check-draws/<int:draw_id>/export.xlsx",
        spot_checks.export_draw,
        name="spot-check-draw-export",
    ),
    path("rule-floor/", standing.floor, name="rules-floor"),
    path("rules/<str:rule_id>/floor/", standing.floor, name="rule-floor"),
    path("rules/<str:rule_id>/restore/", standing.restore, name="rule-restore"),
    path("live/", live_sessions.index, name="live-sessions"),
    path("live/new/", live_sessions.new, name="live-session-new"),
    path("live/<int:session_id>/", live_sessions.show, name="live-session"),
    path("live/<int:session_id>/goods/", live_sessions.goods, name="live-session-goods"),
    path("sweeps/", sweeps.index, name="sweeps"),
    path("sweeps/new/", sweeps.new, name="new-sweep"),
    path("sweeps/<int:sweep_id>/", sweeps.show, name="sweep"),
    path("sweeps/<int:sweep_id>/close/", sweeps.close, name="sweep-close"),
    path("sweeps/<int:sweep_id>/screen/", sweeps.screen_again, name="sweep-screen"),
    path("listings/", listings.index, name="listings"),
    path("listings/export.xlsx", listings.export, name="listings-export"),
    path("listings/<int:listing_id>/", listings.show, name="listing"),
    path("listings/<int:listing_id>/prices/", prices.show, name="listing-prices"),
    path(
        "listings/<int:listing_id>/prices/raise/", prices.raise_doubts, name="listing-prices-raise"
    ),
    path("listings/<int:listing_id>/export.xlsx", listings.export_one, name="listing-export"),
]
