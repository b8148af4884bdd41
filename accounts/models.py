"""The user model: a person known by an e-mail address."""

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from ptce_site.history import tracked


class StaffRole(models.TextChoices):
    """What a person does at the cell; empty for everyone else."""

    NATIONAL = "nationale", "équipe nationale"
    REGIONAL = "regionale", "équipe régionale"
    CHARTER = "charte", "tenue de la charte"


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
        return self.create_user(email, password, role=StaffRole.NATIONAL, **fields)


@tracked(exclude=["password", "last_login", "security_stamp", "warned_at"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in. The address is kept in lower case, so that two cases of it are one account."""

    email = models.EmailField("adresse électronique", unique=True, error_messages={"unique": "Un compte a déjà cette adresse."})
    name = models.CharField("nom", max_length=150, blank=True)
    is_active = models.BooleanField("actif", default=True, help_text="Décochez plutôt que de supprimer le compte.")
    role = models.CharField(
        "rôle à la cellule",
        max_length=10,
        choices=StaffRole.choices,
        blank=True,
        help_text="Vide : aucun accès au back office.",
    )
    region_codes = ArrayField(
        models.CharField(max_length=3, validators=[RegexValidator(r"^[0-9]{2,3}$", "Le code officiel d'une région.")]),
        verbose_name="codes des régions", default=list, blank=True,
        help_text="De l'équipe régionale seulement : codes officiels, séparés par des virgules.",
    )  # fmt: skip
    security_stamp = models.UUIDField("cachet de sécurité", default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("créé le", db_default=Now(), editable=False)
    warned_at = models.DateTimeField("prévenu de l'effacement le", null=True, blank=True, editable=False)

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
            ),
            models.CheckConstraint(
                name="user_known_role",
                condition=Q(role="") | Q(role__in=StaffRole.values),
                violation_error_message="Rôle inconnu.",
            ),
            models.CheckConstraint(
                name="user_regions_of_regional_staff",
                condition=Q(role=StaffRole.REGIONAL) & ~Q(region_codes=[]) | ~Q(role=StaffRole.REGIONAL) & Q(region_codes=[]),
                violation_error_message="L'équipe régionale a au moins une région ; les autres rôles n'en ont pas.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean_fields(self, exclude: Any = None) -> None:
        self.email = self.email.strip().lower()
        super().clean_fields(exclude)

    @property
    def is_staff(self) -> bool:
        """Whether the back office opens to them, with a second factor."""
        return bool(self.role)

    # A rule of ours, not a column of theirs.
    @property
    def is_superuser(self) -> bool:  # type: ignore[override]
        """National staff may do everything."""
        return self.role == StaffRole.NATIONAL

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
