from django.urls import path
from oauth2_provider.views import TokenView

from screening.api.shipments import ShipmentResult, Shipments

urlpatterns = [
    path("token", TokenView.as_view(), name="api-token"),
    path("shipments", Shipments.as_view(), name="api-shipments"),
    path("shipments/<uuid:shipment_id>", ShipmentResult.as_view(), name="api-shipment"),
]
