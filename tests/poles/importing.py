"""Running of imports in tests."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError

from poles.models import FieldOrigin, Organisation, Pole, Recognition
from poles.services import imports
from poles.services.pole_import import import_poles

SIRET = "73282932000074"
SUMMARY = "créés : {}, modifiés : {}, inchangés : {}, refusés : {}, conflits : {}\n"
MIXED = "name,departement_code\nBon,26\nMauvais,99\nBon aussi,01\n"


def run(path, *options):
    """Run the command; its output, and its error if it fails."""
    out = io.StringIO()
    try:
        call_command("import_poles", str(path), *options, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def wet(path):
    report = import_poles(path, wet=True)
    assert report.written, [line for line in report.lines if line.reasons]
    return report


FULL = f"""\
code,as_of,name,short_description_fr,commune,insee_code,departement_code,region_name,legal_form,lead_organisation,\
founded_year,sectors,labels,members_count,website,source_urls,confidence,siren,siret,rna
PTCE-0042,2026-01-15,Pôle des Lilas,"Deux lignes
dans une case.",Trévoux,01427,01,Auvergne-Rhône-Alpes,scic,La Porteuse,2014,culture;energie,aap-2013;pole-temoin,12,\
https://example.org/,https://example.org/a;b;https://example.org/c,high,732829320,{SIRET},W9R1234567
"""


def snapshot():
    """Every row and every event of what an import writes."""
    models = (Pole, Organisation, Recognition, FieldOrigin, Pole.sectors.through)
    rows = [list(model.objects.order_by("pk").values()) for model in models]
    return rows + [model.pgh_event_model.objects.count() for model in models if hasattr(model, "pgh_event_model")]


def receive(user, kind, text, name="liste.csv"):
    return imports.receive(user, kind, SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode()))


def tried(user, kind, text):
    held = receive(user, kind, text)
    imports.try_out(user, held.pk, held.columns)
    imports.work(held.pk)
    held.refresh_from_db()
    return held


def written(user, kind, text):
    held = tried(user, kind, text)
    imports.write(user, held.pk)
    imports.work(held.pk)
    held.refresh_from_db()
    return held


def lines(held):
    """What the report says of each line: the outcome, and why or the name."""
    return [(str(line.outcome), " ; ".join(line.reasons) or line.name) for line in imports.report_of(held).lines]
