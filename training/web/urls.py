"""The pages of training, below /training/."""

from django.urls import path

from training.web.certificate import certificate, certificate_pdf, verify_certificate
from training.web.debrief import debrief
from training.web.exercise_declaration import exercise_declaration
from training.web.exercises import exercises, start_exercise
from training.web.figures import figures, figures_csv
from training.web.group import add_members, assign_exercise, group, remove_member
from training.web.groups import groups
from training.web.manifest import finish_exercise, manifest
from training.web.result import result

urlpatterns = [
    path("", exercises, name="exercises"),
    path("exercises/<slug:slug>/start/", start_exercise, name="start-exercise"),
    path("attempts/<uuid:key>/", manifest, name="manifest"),
    path("attempts/<uuid:key>/declarations/<int:position>/", exercise_declaration, name="exercise-declaration"),
    path("attempts/<uuid:key>/finish/", finish_exercise, name="finish-exercise"),
    path("attempts/<uuid:key>/result/", result, name="result"),
    path("attempts/<uuid:key>/result/<int:position>/", debrief, name="debrief"),
    path("attempts/<uuid:key>/certificate/", certificate, name="certificate"),
    path("attempts/<uuid:key>/certificate.pdf", certificate_pdf, name="certificate-pdf"),
    path("certificates/<slug:code>/", verify_certificate, name="verify-certificate"),
    path("groups/", groups, name="groups"),
    path("groups/<uuid:key>/", group, name="group"),
    path("groups/<uuid:key>/members/", add_members, name="add-members"),
    path("groups/<uuid:key>/members/remove/", remove_member, name="remove-member"),
    path("groups/<uuid:key>/exercises/", assign_exercise, name="assign-exercise"),
    path("groups/<uuid:key>/exercises/<slug:slug>/", figures, name="figures"),
    path("groups/<uuid:key>/exercises/<slug:slug>/figures.csv", figures_csv, name="figures-csv"),
]
