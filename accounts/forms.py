"""Forms of accounts."""

from django.contrib.admin.forms import AdminAuthenticationForm


class StaffSignInForm(AdminAuthenticationForm):
    """Signing in to the back office, by address, whatever its case."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "Cette adresse et ce mot de passe ne sont pas ceux d'un compte de la cellule.",
    }
