"""The version of all that public pages show."""

from django.db import models


class ContentVersion(models.Model):
    """One row, raised inside each transaction that changes what a public page may show.

    Triggers raise it (`ptce_site.content_version.raises_content_version`) at the end of the transaction: a reader who
    sees the new number sees the new content too, and writers do not wait for one another before that.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=1)
    epoch = models.UUIDField(
        db_default=models.Func(function="gen_random_uuid"),
        editable=False,
        help_text="Drawn anew by each restore: a number that comes back is not a stamp that comes back.",
    )

    class Meta:
        verbose_name = "version du contenu"
        verbose_name_plural = "version du contenu"
        constraints = [models.CheckConstraint(name="content_version_one_row", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return str(self.version)
