"""Letters in the back office: what was sent to whom, and what must be decided. Never their text, which may open an account."""

from django.contrib import admin, messages
from django.http import HttpRequest

from ptce_site import letters
from ptce_site.models import Letter


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """Read, and send again what is doubtful or was refused."""

    list_display = ("subject", "to", "state", "created_at", "left_at", "attempts")
    list_filter = ("state",)
    search_fields = ("to", "subject")
    fields = readonly_fields = ("subject", "to", "state", "attempts", "error", "created_at", "left_at")
    actions = ("send_again",)

    @admin.action(description="Envoyer de nouveau les lettres douteuses ou refusées")
    def send_again(self, request: HttpRequest, queryset: object) -> None:
        """The person who asks knows that a doubtful letter may arrive twice."""
        sent = sum(letters.send_again(letter) for letter in queryset)  # type: ignore[attr-defined]
        self.message_user(request, f"Lettres remises à l'envoi : {sent}.", messages.SUCCESS if sent else messages.WARNING)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False
