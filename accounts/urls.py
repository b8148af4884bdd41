"""Addresses under /compte/: ours by the namespace `accounts`, allauth's by the names that it gives them."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from csp.decorators import csp_update
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import include, path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from accounts.views import account

# The code to aim at is an image inside the page: there alone.
with_drawn_code = csp_update({"img-src": ["data:"]})

own = [
    path("", account, name="account"),
    path(
        "mot-de-passe/<uidb64>/<token>/",
        PasswordResetConfirmView.as_view(
            template_name="accounts/choose_password.html", success_url=reverse_lazy("accounts:password-chosen")
        ),
        name="choose-password",
    ),
    path(
        "mot-de-passe/choisi/",
        never_cache(TemplateView.as_view(template_name="accounts/password_chosen.html", http_method_names=["get", "head"])),
        name="password-chosen",
    ),
]
second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("verifier/", mfa.authenticate, name="mfa_authenticate"),
    path("confirmer/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("application/", with_drawn_code(totp.activate_totp), name="mfa_activate_totp"),
    path("application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("secours/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("secours/nouveaux/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("secours/fichier/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("cles/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("cles/ajouter/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("cles/confirmer/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("cles/connexion/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("cles/<int:pk>/retirer/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("cles/<int:pk>/renommer/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]
urlpatterns = [
    path("", include((own, "accounts"))),
    path("connexion/", allauth.login, name="account_login"),
    path("connexion/code/", allauth.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisir/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("ouverture/", allauth.signup, name="account_signup"),
    path("deconnexion/", allauth.logout, name="account_logout"),
    path("inactif/", allauth.account_inactive, name="account_inactive"),
    path("confirmer/", allauth.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/changer/", allauth.password_change, name="account_change_password"),
    path("mot-de-passe/definir/", allauth.password_set, name="account_set_password"),
    path("second-facteur/", include(second_factor)),
]
