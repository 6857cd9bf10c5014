"""The addresses of the portal."""

from __future__ import annotations

from django.urls import path

from schedcheck.portal.api import addresses
from schedcheck.portal.views import (
    accounts,
    administration,
    board,
    documents,
    log,
    questions,
    uploads,
)

urlpatterns = [
    path("healthz", accounts.healthz, name="healthz"),
    *addresses.patterns,
    path("sign-in", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-out", accounts.SignOut.as_view(), name="sign-out"),
    path("language", accounts.choose_language, name="language"),
    path("invitations/<str:token>", accounts.invitation, name="invitation"),
    path("", uploads.home, name="home"),
    path("uploads", uploads.upload, name="upload"),
    path("uploads/<uuid:upload_id>", uploads.show, name="show"),
    path("uploads/<uuid:upload_id>/send", uploads.send, name="send"),
    path("uploads/<uuid:upload_id>/receipt", uploads.receipt, name="receipt"),
    path("uploads/<uuid:upload_id>/files/<slug:kind>", uploads.download, name="download"),
    path("letters", questions.correspondence, name="letters"),
    path("uploads/<uuid:upload_id>/letters", questions.thread, name="thread"),
    path("uploads/<uuid:upload_id>/letters/new", questions.write, name="write"),
    path("deliveries", uploads.latest, name="deliveries"),
    path("board", board.show_board, name="board"),
    path("board/<str:channel_id>/<str:week>", board.show_week, name="board-week"),
    path("board/<str:channel_id>/<str:week>/decide", board.decide_on, name="decide"),
    path("log", log.show_log, name="log"),
    path("accounts", administration.list_accounts, name="accounts"),
    path("accounts/invite", administration.invite, name="invite"),
    path("accounts/<int:account_id>", administration.account, name="account"),
    path("accounts/<int:account_id>/switch", administration.switch, name="switch"),
    path("accounts/<int:account_id>/password", administration.renew, name="renew"),
    path("invited/<int:invitation_id>/withdraw", administration.withdraw, name="withdraw"),
    path("channels", administration.list_channels, name="channels"),
    path("channels/roster", administration.give_roster, name="give-roster"),
    path("settings", administration.site_settings, name="settings"),
    path("weeks/<str:week>/documents", documents.documents, name="documents"),
    path("weeks/<str:week>/documents/new", documents.make_documents, name="make-documents"),
    path("weeks/<str:week>/documents.zip", documents.documents_zip, name="documents-zip"),
    path("period", documents.period, name="period"),
    path("period/new", documents.make_period, name="make-period"),
    path("period.xlsx", documents.period_workbook, name="period-workbook"),
]
