"""Addresses of the case."""

from django.urls import path

from casestudy.views import judgement, key, parts, reveals

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
]
