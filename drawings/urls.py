"""Addresses of the drawings."""

from django.urls import path

from drawings.views import coding, results

CODING = "roadshows/<slug:slug>/coding"

urlpatterns = [
    path(f"{CODING}/", coding.coding, name="coding"),
    path(f"{CODING}/codebook/", coding.codebook, name="codebook"),
    path(f"{CODING}/codebook.csv", results.codebook_csv, name="codebook-csv"),
    path(f"{CODING}/<int:pk>/", coding.code_drawing, name="code-drawing"),
    path(f"{CODING}/<int:pk>/settle/", results.settle, name="settle-coding"),
    path(f"{CODING}/results/", results.results, name="coding-results"),
    path(f"{CODING}/results/show/", results.look, name="show-coding-results"),
    path(f"{CODING}/codings.csv", results.codings_csv, name="codings-csv"),
    path("organising/coding/", results.everywhere, name="coding-everywhere"),
    path("organising/coding/show/", results.look_everywhere, name="show-coding-everywhere"),
    path("organising/coding/codings.csv", results.everywhere_csv, name="codings-csv-everywhere"),
]
