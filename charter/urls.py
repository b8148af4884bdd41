"""Addresses of the charter: under /charte/, and one part of the space of a pole."""

from django.urls import path, re_path

from charter.views.register import signatories, signatories_atom, signatories_csv, signatories_json
from charter.views.signature import signature, signature_badge, signature_certificate, signature_pdf
from charter.views.signing import sign, sign_confirm, sign_done, sign_draft, space
from charter.views.versions import charter, version

CODE = r"^charte/signatures/(?P<code>CH-[0-9]{4,9})/"

app_name = "charter"
urlpatterns = [
    path("charte/", charter, name="charter"),
    path("charte/signer/", sign, name="sign"),
    path("charte/signer/merci/", sign_done, name="sign-done"),
    path("charte/signer/<uuid:key>/", sign_draft, name="sign-draft"),
    path("charte/signer/<uuid:key>/confirmer/", sign_confirm, name="sign-confirm"),
    path("charte/signataires/", signatories, name="signatories"),
    path("charte/signataires/csv", signatories_csv, name="signatories-csv"),
    path("charte/signataires/json", signatories_json, name="signatories-json"),
    path("charte/signataires/atom", signatories_atom, name="signatories-atom"),
    re_path(CODE + "$", signature, name="signature"),
    re_path(CODE + "attestation/$", signature_certificate, name="certificate"),
    re_path(CODE + "attestation.pdf$", signature_pdf, name="certificate-pdf"),
    re_path(CODE + "badge.svg$", signature_badge, name="badge"),
    path("charte/<slug:slug>/", version, name="version"),
    path("espace/<slug:slug>/charte/", space, name="space"),
]
