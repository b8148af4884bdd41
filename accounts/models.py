"""The user model: a person known by an e-mail address."""

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now

from ptce_site.history import tracked


class UserManager(BaseUserManager["User"]):
    """Finds and makes users, whatever the case of the address typed."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password, one that cannot sign in until a link sets it."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a member of the national staff, who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@tracked(exclude=["password", "last_login", "security_stamp"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in. The address is kept in lower case, so that two cases of it are one account."""

    email = models.EmailField("adresse électronique", unique=True, error_messages={"unique": "Un compte a déjà cette adresse."})
    name = models.CharField("nom", max_length=150, blank=True)
    is_active = models.BooleanField("actif", default=True, help_text="Décochez plutôt que de supprimer le compte.")
    is_staff = models.BooleanField("accès au back office", default=False)
    security_stamp = models.UUIDField("cachet de sécurité", default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("créé le", db_default=Now(), editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                name="user_email_lower_case",
                condition=models.Q(email=Lower("email")),
                violation_error_message="L'adresse s'enregistre en minuscules.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean_fields(self, exclude: Any = None) -> None:
        self.email = self.email.strip().lower()
        super().clean_fields(exclude)

    def renew_security_stamp(self) -> None:
        """End every session of the person; the one in hand is kept with `update_session_auth_hash`."""
        self.security_stamp = uuid.uuid4()
        self.save(update_fields=["security_stamp"])

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with the stamp."""
        return self._stamped(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under former secrets."""
        return map(self._stamped, super().get_session_auth_fallback_hash())

    def _stamped(self, digest: str) -> str:
        # The digest is already keyed, by the secret in force or by a former one.
        return hashlib.sha256(f"{digest}{self.security_stamp}".encode()).hexdigest()

    def get_full_name(self) -> str:
        """What the back office greets with."""
        return str(self)

    get_short_name = get_full_name
