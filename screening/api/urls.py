from django.urls import path, re_path
from oauth2_provider.views import TokenView

from screening.api.answers import Answers
from screening.api.batches import Batch
from screening.api.checks import Check
from screening.api.documentation import documentation
from screening.api.entries import Entries, EntryInForce
from screening.api.fallback import nothing_here
from screening.api.files import Files, SubmissionStatus
from screening.api.lists import Lists
from screening.api.openapi import served
from screening.api.shipments import ShipmentResult, Shipments

urlpatterns = [
    path("token", TokenView.as_view(), name="api-token"),
    path("shipments", Shipments.as_view(), name="api-shipments"),
    path("shipments/batch", Batch.as_view(), name="api-batch"),
    path("shipments/<uuid:shipment_id>", ShipmentResult.as_view(), name="api-shipment"),
    path("shipments/<uuid:shipment_id>/answers", Answers.as_view(), name="api-answers"),
    path("files", Files.as_view(), name="api-files"),
    path("submissions/<uuid:submission_id>", SubmissionStatus.as_view(), name="api-submission"),
    path("check", Check.as_view(), name="api-check"),
    path("lists", Lists.as_view(), name="api-lists"),
    path("entries", Entries.as_view(), name="api-entries"),
    path("entries/<slug:slug>/<path:code>", EntryInForce.as_view(), name="api-entry"),
    path("openapi.json", served, name="api-openapi"),
    path("docs/", documentation, name="api-docs"),
    re_path("", nothing_here),
]
