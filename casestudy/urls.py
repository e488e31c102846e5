"""Addresses of the case."""

from django.urls import path

from casestudy.views import cases, document_pictures, draft_files, drafts, judgement, key, parts, pictures, reveals

DRAFT = "organising/drafts/<int:pk>"

urlpatterns = [
    path("table/key/", key.table_key, name="table-key"),
    path("organising/roadshows/<slug:slug>/case/", reveals.choose_case, name="choose-case"),
    path("roadshows/<slug:slug>/console/reveal/", reveals.reveal, name="reveal"),
    path("roadshows/<slug:slug>/console/withdraw/", reveals.withdraw, name="withdraw"),
    path("roadshows/<slug:slug>/console/curves/", judgement.curves, name="curves"),
    path("roadshows/<slug:slug>/console/paper/answers/", judgement.sheet, name="paper-answers"),
    path("roadshows/<slug:slug>/console/stages/<int:number>/", reveals.preview, name="stage-preview"),
    path("roadshows/<slug:slug>/console/key/", key.key, name="key"),
    path("roadshows/<slug:slug>/console/key/open/", key.open_key, name="open-key"),
    path("roadshows/<slug:slug>/console/key/close/", key.close_key, name="close-key"),
    path("roadshows/<slug:slug>/console/pool/", parts.pool, name="pool"),
    path("roadshows/<slug:slug>/console/unpool/", parts.unpool, name="unpool"),
    path("roadshows/<slug:slug>/console/parts/", parts.parts_page, name="parts"),
    path("roadshows/<slug:slug>/console/parts/give/", parts.give, name="give-parts"),
    path("roadshows/<slug:slug>/console/parts/take/", parts.take, name="take-parts"),
    path("roadshows/<slug:slug>/console/parts/tables/<int:number>/", parts.change, name="change-part"),
    path("roadshows/<slug:slug>/console/parts/tables/<int:number>/here/", parts.present, name="say-present"),
    path("case/<int:case>/pictures/<str:name>", document_pictures.case_picture, name="case-picture"),
    path("organising/cases/", cases.cases, name="cases"),
    path("organising/cases/import/", cases.import_pack, name="import-case"),
    path("organising/cases/<int:pk>/export/", cases.export_pack, name="export-case"),
    path("organising/cases/<int:pk>/events/", cases.events, name="case-events"),
    path("organising/cases/<int:pk>/draft/", cases.copy, name="begin-draft"),
    path(f"{DRAFT}/", drafts.draft, name="draft"),
    path(f"{DRAFT}/itself/", drafts.itself, name="draft-itself"),
    path(f"{DRAFT}/publish/", drafts.publish, name="publish-draft"),
    path(f"{DRAFT}/discard/", drafts.discard, name="discard-draft"),
    path(f"{DRAFT}/preview/<int:number>/", drafts.preview, name="draft-preview"),
    path(f"{DRAFT}/removed/<int:part>/back/", drafts.put_back, name="put-back-draft-part"),
    path(f"{DRAFT}/spreadsheet/", draft_files.sheet, name="draft-sheet"),
    path(f"{DRAFT}/spreadsheet/events/", draft_files.events, name="draft-events"),
    path(f"{DRAFT}/pictures/", draft_files.pictures, name="draft-pictures"),
    path(f"{DRAFT}/pictures/<str:name>", draft_files.picture, name="draft-picture"),
    path(f"{DRAFT}/pictures/<str:name>/remove/", draft_files.remove_picture, name="remove-draft-picture"),
    path(f"{DRAFT}/<slug:kind>/add/", drafts.add, name="add-draft-part"),
    path(f"{DRAFT}/<slug:kind>/<int:part>/", drafts.part, name="draft-part"),
    path(f"{DRAFT}/<slug:kind>/<int:part>/move/", drafts.move, name="move-draft-part"),
    path(f"{DRAFT}/<slug:kind>/<int:part>/remove/", drafts.remove, name="remove-draft-part"),
    path("table/pictures/<slug:name>/", pictures.table_picture, name="table-picture"),
    path("roadshows/<slug:slug>/observing/pictures/<slug:name>/", pictures.observing_picture, name="observing-picture"),
    path("roadshows/<slug:slug>/console/pictures/<slug:name>/", pictures.console_picture, name="console-picture"),
]
