"""The officer's pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from screening.web.dashboard import dashboard
from screening.web.entry import entry
from screening.web.new_shipment import new_shipment
from screening.web.shipment import answer, confirm, decide, shipment, shipment_state
from screening.web.sign_in import SignIn, choose_language
from screening.web.submission import refused_rows, submission
from screening.web.upload import upload

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("language/", choose_language, name="language"),
    path("shipments/new/", new_shipment, name="new-shipment"),
    path("shipments/<uuid:key>/", shipment, name="shipment"),
    path("shipments/<uuid:key>/state/", shipment_state, name="shipment-state"),
    path("shipments/<uuid:key>/answers/", answer, name="answer"),
    path("shipments/<uuid:key>/decisions/", decide, name="decide"),
    path("shipments/<uuid:key>/confirmations/", confirm, name="confirm"),
    path("submissions/new/", upload, name="upload"),
    path("submissions/<uuid:key>/", submission, name="submission"),
    path("submissions/<uuid:key>/refused.csv", refused_rows, name="refused-rows"),
    path("lists/<slug:slug>/<path:code>/", entry, name="entry"),
]
