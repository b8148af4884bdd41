"""Calls that the list of recognitions does not name; search reads recognitions, so it follows them again."""

from importlib import import_module

import django.contrib.postgres.constraints
import django.db.models.constraints
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


FORMER = import_module("poles.migrations.0026_in_bulk").LATER
NAMED = FORMER.replace(
    "pg_catalog.replace(recognition.kind, '-', ' '), ' zfieldz ')",
    "pg_catalog.concat_ws(' ', pg_catalog.replace(recognition.kind, '-', ' '), recognition.call_name), ' zfieldz ')",
)
if NAMED == FORMER:
    raise AssertionError("the function has changed")
# Those changed since migration 0031.
AGAIN = "SELECT public.refresh_search(ARRAY(SELECT DISTINCT pole_id FROM public.poles_recognition))"
# The schema before has no place for them.
BACK = """
SET CONSTRAINTS ALL IMMEDIATE;
DELETE FROM poles_recognition WHERE kind = 'autre-appel';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("poles", "0032_vector_once"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="recognition",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="recognition",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="recognition",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="recognition",
            name="recognition_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="recognition",
            name="recognition_undated_unique",
        ),
        migrations.RemoveConstraint(
            model_name="recognition",
            name="recognition_periods_apart",
        ),
        migrations.AddField(
            model_name="recognition",
            name="call_name",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="Si la liste ne nomme pas l'appel.",
                max_length=210,
                verbose_name="nom de l'appel",
            ),
        ),
        migrations.AddField(
            model_name="recognitionevent",
            name="call_name",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="Si la liste ne nomme pas l'appel.",
                max_length=210,
                verbose_name="nom de l'appel",
            ),
        ),
        migrations.AlterField(
            model_name="recognition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("charte", "Signataire de la charte des PTCE"),
                    ("aap-2013", "Lauréat de l'appel à projets 2013"),
                    ("aap-2015", "Lauréat de l'appel à projets 2015"),
                    ("ami-2021-phase-1", "Accompagné par l'AMI 2021 (phase 1)"),
                    ("ami-2021-phase-2", "Lauréat de l'AMI 2021 (phase 2)"),
                    ("ami-2022", "Lauréat de l'AMI 2022"),
                    ("ami-2023", "Lauréat de l'AMI 2023"),
                    ("ami-2024", "Lauréat de l'AMI 2024"),
                    ("ami-2025", "Lauréat de l'AMI 2025"),
                    ("autre-appel", "Lauréat d'un autre appel"),
                    ("pole-temoin", "Pôle témoin du Labo de l'ESS"),
                    ("recense-cress", "Recensé par une CRESS"),
                    ("auto-declare", "Se déclare PTCE"),
                ],
                max_length=20,
                verbose_name="reconnaissance",
            ),
        ),
        migrations.AlterField(
            model_name="recognitionevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("charte", "Signataire de la charte des PTCE"),
                    ("aap-2013", "Lauréat de l'appel à projets 2013"),
                    ("aap-2015", "Lauréat de l'appel à projets 2015"),
                    ("ami-2021-phase-1", "Accompagné par l'AMI 2021 (phase 1)"),
                    ("ami-2021-phase-2", "Lauréat de l'AMI 2021 (phase 2)"),
                    ("ami-2022", "Lauréat de l'AMI 2022"),
                    ("ami-2023", "Lauréat de l'AMI 2023"),
                    ("ami-2024", "Lauréat de l'AMI 2024"),
                    ("ami-2025", "Lauréat de l'AMI 2025"),
                    ("autre-appel", "Lauréat d'un autre appel"),
                    ("pole-temoin", "Pôle témoin du Labo de l'ESS"),
                    ("recense-cress", "Recensé par une CRESS"),
                    ("auto-declare", "Se déclare PTCE"),
                ],
                max_length=20,
                verbose_name="reconnaissance",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recognition",
            trigger=pgtrigger.compiler.Trigger(
                name="search_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM public.refresh_search(ARRAY(SELECT DISTINCT id FROM (SELECT pole_id FROM new_rows) AS poles (id))); RETURN NULL;",
                    hash="a150e72a7a48d91f7a6fd8b66b948c46a5774fd5",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_search_insert_8e8ab",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="poles_recognition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recognition",
            trigger=pgtrigger.compiler.Trigger(
                name="search_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM public.refresh_search(ARRAY(SELECT DISTINCT id FROM (SELECT pole_id FROM old_rows UNION SELECT pole_id FROM new_rows) AS poles (id))); RETURN NULL;",
                    hash="ebb39eecdde0e452683fe1feba6d7d1b6d20af57",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_search_update_83ec9",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="poles_recognition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recognition",
            trigger=pgtrigger.compiler.Trigger(
                name="search_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM public.refresh_search(ARRAY(SELECT DISTINCT id FROM (SELECT pole_id FROM old_rows) AS poles (id))); RETURN NULL;",
                    hash="92a4314ee2de89996b322a843f8cd781137b4f15",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_search_delete_b9bc5",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="poles_recognition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recognition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "poles_recognitionevent" ("call_name", "end_precision", "id", "kind", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "recognised_by", "result", "source", "start_precision") VALUES (NEW."call_name", NEW."end_precision", NEW."id", NEW."kind", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id", NEW."recognised_by", NEW."result", NEW."source", NEW."start_precision"); RETURN NULL;',
                    hash="1a2f58f365a0b600c6a5098de03e13721f219c0a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c29e7",
                    table="poles_recognition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recognition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "poles_recognitionevent" ("call_name", "end_precision", "id", "kind", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "recognised_by", "result", "source", "start_precision") VALUES (NEW."call_name", NEW."end_precision", NEW."id", NEW."kind", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id", NEW."recognised_by", NEW."result", NEW."source", NEW."start_precision"); RETURN NULL;',
                    hash="540166b7ee07dc97bdd1b858c6e67e8000e6652c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1877e",
                    table="poles_recognition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recognition",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "poles_recognitionevent" ("call_name", "end_precision", "id", "kind", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "recognised_by", "result", "source", "start_precision") VALUES (OLD."call_name", OLD."end_precision", OLD."id", OLD."kind", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id", OLD."recognised_by", OLD."result", OLD."source", OLD."start_precision"); RETURN NULL;',
                    hash="18d0d34ef07709102a3f745037d292c22e5dbc5a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_18aa0",
                    table="poles_recognition",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "charte",
                            "aap-2013",
                            "aap-2015",
                            "ami-2021-phase-1",
                            "ami-2021-phase-2",
                            "ami-2022",
                            "ami-2023",
                            "ami-2024",
                            "ami-2025",
                            "autre-appel",
                            "pole-temoin",
                            "recense-cress",
                            "auto-declare",
                        ],
                    )
                ),
                name="recognition_kind_known",
                violation_error_message="Cette valeur n'est pas dans la liste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "autre-appel"), models.Q(("call_name", ""), _negated=True)),
                    models.Q(models.Q(("kind", "autre-appel"), _negated=True), ("call_name", "")),
                    _connector="OR",
                ),
                name="recognition_call_named",
                violation_error_message="Un autre appel se nomme ; ceux de la liste ont déjà leur nom.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                expressions=[("pole", "="), ("kind", "="), ("call_name", "="), ("period", "&&")],
                name="recognition_periods_apart",
                violation_error_message="Le pôle a déjà cette reconnaissance pendant cette période.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("period", None)),
                fields=("pole", "kind", "call_name"),
                name="recognition_undated_unique",
                violation_error_message="Le pôle a déjà cette reconnaissance, sans date.",
            ),
        ),
        migrations.RunSQL(NAMED, FORMER),
        migrations.RunSQL(migrations.RunSQL.noop, BACK),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
