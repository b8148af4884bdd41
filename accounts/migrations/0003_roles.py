"""One role instead of two boxes: what a person does at the cell."""

import django.contrib.postgres.fields
import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def give_roles(apps, schema_editor):
    """Whoever entered the back office was national staff: there was no other role."""
    for name in ("User", "UserEvent"):
        apps.get_model("accounts", name).objects.filter(is_staff=True).update(role="nationale")


def take_roles(apps, schema_editor):
    for name in ("User", "UserEvent"):
        rows = apps.get_model("accounts", name).objects
        rows.exclude(role="").update(is_staff=True)
        rows.filter(role="nationale").update(is_superuser=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_security_stamp"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="user",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="user",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="user",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="user",
            name="region_codes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    max_length=3,
                    validators=[django.core.validators.RegexValidator("^[0-9]{2,3}$", "Le code officiel d'une région.")],
                ),
                blank=True,
                default=list,
                help_text="De l'équipe régionale seulement : codes officiels, séparés par des virgules.",
                size=None,
                verbose_name="codes des régions",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nationale", "équipe nationale"),
                    ("regionale", "équipe régionale"),
                    ("charte", "tenue de la charte"),
                ],
                help_text="Vide : aucun accès au back office.",
                max_length=10,
                verbose_name="rôle à la cellule",
            ),
        ),
        migrations.AddField(
            model_name="userevent",
            name="region_codes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    max_length=3,
                    validators=[django.core.validators.RegexValidator("^[0-9]{2,3}$", "Le code officiel d'une région.")],
                ),
                blank=True,
                default=list,
                help_text="De l'équipe régionale seulement : codes officiels, séparés par des virgules.",
                size=None,
                verbose_name="codes des régions",
            ),
        ),
        migrations.AddField(
            model_name="userevent",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nationale", "équipe nationale"),
                    ("regionale", "équipe régionale"),
                    ("charte", "tenue de la charte"),
                ],
                help_text="Vide : aucun accès au back office.",
                max_length=10,
                verbose_name="rôle à la cellule",
            ),
        ),
        migrations.RunPython(give_roles, take_roles),
        migrations.RemoveField(
            model_name="user",
            name="is_staff",
        ),
        migrations.RemoveField(
            model_name="user",
            name="is_superuser",
        ),
        migrations.RemoveField(
            model_name="userevent",
            name="is_staff",
        ),
        migrations.RemoveField(
            model_name="userevent",
            name="is_superuser",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_userevent" ("created_at", "email", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_codes", "role") VALUES (NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."region_codes", NEW."role"); RETURN NULL;',
                    hash="bf401fb4d683b6ed70ec47d2dd5b8673aedc6f3c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3867c",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."region_codes" IS DISTINCT FROM (NEW."region_codes") OR OLD."role" IS DISTINCT FROM (NEW."role"))',
                    func='INSERT INTO "accounts_userevent" ("created_at", "email", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_codes", "role") VALUES (NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."region_codes", NEW."role"); RETURN NULL;',
                    hash="1d2085a34c8f7ed8c4b4c7847a15cc546805b76f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0e890",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "accounts_userevent" ("created_at", "email", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_codes", "role") VALUES (OLD."created_at", OLD."email", OLD."id", OLD."is_active", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region_codes", OLD."role"); RETURN NULL;',
                    hash="a7a1e33c80e6b3a3d9648b90b9119941a54215cc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_19f14",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", ""), ("role__in", ["nationale", "regionale", "charte"]), _connector="OR"),
                name="user_known_role",
                violation_error_message="Rôle inconnu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "regionale"), models.Q(("region_codes", []), _negated=True)),
                    models.Q(models.Q(("role", "regionale"), _negated=True), ("region_codes", [])),
                    _connector="OR",
                ),
                name="user_regions_of_regional_staff",
                violation_error_message="L'équipe régionale a au moins une région ; les autres rôles n'en ont pas.",
            ),
        ),
    ]
