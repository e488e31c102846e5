"""Addresses of the drawings."""

from django.urls import path

from drawings.views import coding, gallery, pad, photos, pictures, results, wall

CODING = "roadshows/<slug:slug>/coding"
CONSOLE = "roadshows/<slug:slug>/console/drawings"
GALLERY = "roadshows/<slug:slug>/drawings"
OWN = "table/drawings/<slug:key>"

# A table and its drawings
PAD = [
    path("table/drawings/", pad.begin, name="begin-drawing"),
    path("table/drawings/taking-back/", pad.taking_back, name="taking-back"),
    path(f"{OWN}/", pad.own_drawing, name="own-drawing"),
    path(f"{OWN}/marks/", pad.marks, name="drawing-marks"),
    path(f"{OWN}/drawing.svg", pad.as_svg, name="drawing-svg"),
    path(f"{OWN}/hand-in/", pad.hand_in, name="hand-in-drawing"),
    path(f"{OWN}/withdraw/", pad.withdraw, name="withdraw-drawing"),
]

urlpatterns = [
    *PAD,
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
    # The wall and the gallery
    path(f"{CONSOLE}/", wall.drawings, name="console-drawings"),
    path(f"{CONSOLE}/release/", wall.release_all, name="release-drawings"),
    path(f"{CONSOLE}/large/", wall.show_large, name="show-drawing-large"),
    path(f"{CONSOLE}/sort/", wall.group, name="sort-wall"),
    path(f"{CONSOLE}/<int:pk>/release/", wall.release, name="release-drawing"),
    path(f"{CONSOLE}/<int:pk>/take-back/", wall.take_back, name="take-back-drawing"),
    path(f"{GALLERY}/", gallery.gallery, name="gallery"),
    path(f"{GALLERY}/drawings.zip", gallery.download, name="gallery-zip"),
    path(f"{GALLERY}/drawings.pdf", gallery.sheet, name="contact-sheet"),
    path(f"{GALLERY}/<int:pk>/", gallery.drawing, name="gallery-drawing"),
    path(f"{GALLERY}/<int:pk>/marks/", gallery.marks, name="gallery-marks"),
]

# Photos, and every picture's bytes.
urlpatterns += [
    path("table/drawings/<slug:key>/photo/", photos.photo, name="drawing-photo"),
    path("table/drawings/<slug:key>/photo/choose/", photos.choose, name="choose-picture"),
    path("drawings/pictures/<int:pk>/<slug:size>/", pictures.drawing_picture, name="drawing-picture"),
    path("screen/<slug:token>/pictures/<int:pk>/<slug:size>/", pictures.screen_picture, name="screen-picture"),
]
