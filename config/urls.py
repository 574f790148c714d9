from django.urls import include, path

from config import health

urlpatterns = [
    path("api/v1/", include("screening.api.urls")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
