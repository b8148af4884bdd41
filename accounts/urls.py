"""Addresses under /compte/."""

from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

app_name = "accounts"
urlpatterns = [
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
