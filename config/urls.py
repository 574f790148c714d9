from django.urls import include, path, re_path

from config import health
from config.metrics import metrics
from screening.api.fallback import nothing_here

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.broken"

urlpatterns = [
    path("api/v1/", include("screening.api.urls")),
    re_path("^api/", nothing_here),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("training/", include("training.web.urls")),
    path("metrics", metrics, name="metrics"),
    path("", include("screening.web.urls")),
]
