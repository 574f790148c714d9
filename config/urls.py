from django.urls import include, path

from config import health

handler400 = "screening.web.errors.bad_request"
handler403 = "screening.web.errors.forbidden"
handler404 = "screening.web.errors.not_found"
handler500 = "screening.web.errors.broken"

urlpatterns = [
    path("api/v1/", include("screening.api.urls")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("screening.web.urls")),
]
