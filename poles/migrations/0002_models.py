

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import poles.constraints
import poles.fields
import poles.functions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('poles', '0001_functions'),
    ]

    operations = [
        migrations.CreateModel(
            name='LoadedFile',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name='nom')),
                ('digest', models.CharField(max_length=64, verbose_name='empreinte')),
                ('loaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='chargé le')),
            ],
            options={
                'verbose_name': 'fichier chargé',
                'verbose_name_plural': 'fichiers chargés',
            },
        ),
        migrations.CreateModel(
            name='PartnershipRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='identifiant')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
            ],
            options={
                'verbose_name': 'rôle de collectivité',
                'verbose_name_plural': 'rôles de collectivités',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PartnershipRoleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=40, verbose_name='identifiant')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.partnershiprole')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='empreinte')),
                ('content', models.BinaryField(verbose_name='contenu')),
                ('width', models.PositiveSmallIntegerField(help_text='En pixels.', verbose_name='largeur')),
                ('height', models.PositiveSmallIntegerField(help_text='En pixels.', verbose_name='hauteur')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='ajoutée le')),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
            },
        ),
        migrations.CreateModel(
            name='PictureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64, verbose_name='empreinte')),
                ('width', models.PositiveSmallIntegerField(help_text='En pixels.', verbose_name='largeur')),
                ('height', models.PositiveSmallIntegerField(help_text='En pixels.', verbose_name='hauteur')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='ajoutée le')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.picture')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='identifiant')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('sort_key', models.GeneratedField(db_persist=True, expression=poles.functions.Normalized('name'), output_field=models.TextField())),
            ],
            options={
                'verbose_name': 'secteur',
                'verbose_name_plural': 'secteurs',
                'ordering': ['sort_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SectorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=40, verbose_name='identifiant')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.sector')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Collectivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('region', 'région'), ('departement', 'département'), ('epci', 'intercommunalité'), ('commune', 'commune')], max_length=12, verbose_name='échelon')),
                ('code', models.CharField(help_text='Code officiel ; pour une intercommunalité, son SIREN.', max_length=9, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('sort_key', models.GeneratedField(db_persist=True, expression=poles.functions.Normalized('name'), output_field=models.TextField())),
                ('seat_code', models.CharField(blank=True, max_length=5, verbose_name='commune chef-lieu')),
                ('zone', models.CharField(blank=True, choices=[('metro', 'métropole'), ('drom', "département ou région d'outre-mer"), ('com', "collectivité d'outre-mer")], max_length=5, verbose_name='zone')),
                ('epci_type', models.CharField(blank=True, help_text='CC, CA, CU, METRO ou MET69.', max_length=6, verbose_name="type d'intercommunalité")),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('population', models.PositiveIntegerField(blank=True, help_text='Population municipale.', null=True, verbose_name='population')),
                ('postal_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None, verbose_name='codes postaux')),
                ('latitude', models.FloatField(blank=True, help_text='En degrés.', null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, help_text='En degrés.', null=True, verbose_name='longitude')),
                ('point_precision', models.CharField(blank=True, choices=[('adresse', 'adresse'), ('commune', 'centre de la commune'), ('epci', "centre de l'intercommunalité"), ('departement', 'centre du département')], max_length=12, verbose_name='le point est')),
                ('vintage', models.PositiveSmallIntegerField(help_text='Dernière année du code officiel où elle figure.', verbose_name='millésime')),
                ('ended_vintage', models.PositiveSmallIntegerField(blank=True, help_text='Première année du code officiel où elle ne figure plus.', null=True, verbose_name='disparue au millésime')),
                ('departement', models.ForeignKey(blank=True, limit_choices_to={'level': 'departement'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.collectivity', verbose_name='département')),
                ('epci', models.ForeignKey(blank=True, limit_choices_to={'level': 'epci'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='poles.collectivity', verbose_name='intercommunalité')),
                ('region', models.ForeignKey(blank=True, limit_choices_to={'level': 'region'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.collectivity', verbose_name='région')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.collectivity', verbose_name='remplacée par')),
            ],
            options={
                'verbose_name': 'collectivité',
                'verbose_name_plural': 'collectivités',
                'ordering': ['sort_key', 'pk'],
                'indexes': [models.Index(fields=['departement'], name='collectivity_departement_idx')],
                'constraints': [models.UniqueConstraint(fields=('level', 'code'), name='collectivity_level_code_unique', violation_error_message='Cet échelon a déjà une collectivité de ce code.'), models.UniqueConstraint(fields=('id', 'departement'), name='collectivity_id_departement_unique', violation_error_message='Déjà enregistrée.'), models.CheckConstraint(condition=models.Q(models.Q(('code__regex', '^[0-9]{2,3}$'), ('level', 'region')), models.Q(('code__regex', '^([0-9]{2,3}|2[AB])$'), ('level', 'departement')), models.Q(('code__regex', '^[0-9]{9}$'), ('level', 'epci')), models.Q(('code__regex', '^[0-9][0-9AB][0-9]{3}$'), ('level', 'commune')), _connector='OR'), name='collectivity_code_form', violation_error_message="Ce code n'a pas la forme d'un code de cet échelon."), models.CheckConstraint(condition=models.Q(models.Q(('departement__isnull', False), ('level', 'commune')), models.Q(models.Q(('level', 'commune'), _negated=True), ('departement', None)), _connector='OR'), name='collectivity_commune_has_departement', violation_error_message="Une commune a un département ; les autres échelons n'en ont pas."), models.CheckConstraint(condition=models.Q(models.Q(('level__in', ['commune', 'departement']), ('region__isnull', False)), models.Q(('level__in', ['region', 'epci']), ('region', None)), _connector='OR'), name='collectivity_has_region', violation_error_message="Une commune et un département ont une région ; les autres échelons n'en ont pas."), models.CheckConstraint(condition=models.Q(('successor', None), ('ended_vintage__isnull', False), _connector='OR'), name='collectivity_successor_of_ended', violation_error_message='Seule une collectivité disparue est remplacée par une autre.'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None), ('point_precision', '')), models.Q(('latitude__isnull', False), ('longitude__isnull', False), models.Q(('point_precision', ''), _negated=True), ('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='collectivity_point_whole', violation_error_message='Un point a une latitude, une longitude et une précision, ou rien des trois.'), models.CheckConstraint(condition=models.Q(('zone__in', ['', 'metro', 'drom', 'com'])), name='collectivity_zone_known', violation_error_message="Cette valeur n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(('point_precision__in', ['', 'adresse', 'commune', 'epci', 'departement'])), name='collectivity_point_precision_known', violation_error_message="Cette valeur n'est pas dans la liste.")],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=250, verbose_name='nom')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='sigle')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='adresse')),
                ('sort_key', models.GeneratedField(db_persist=True, expression=poles.functions.Normalized('name'), output_field=models.TextField())),
                ('legal_form', models.CharField(blank=True, choices=[('association', 'association'), ('scic', 'SCIC'), ('scop', 'SCOP'), ('autre-cooperative', 'autre coopérative'), ('fonds-de-dotation', 'fonds de dotation'), ('fondation', 'fondation'), ('gie', 'GIE'), ('societe-commerciale-ess', "société commerciale de l'ESS"), ('sans-personnalite-morale', 'sans personnalité morale propre'), ('autre', 'autre')], max_length=30, verbose_name='forme juridique')),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('siret', models.CharField(blank=True, max_length=14, verbose_name='SIRET')),
                ('rna', models.CharField(blank=True, max_length=10, verbose_name='RNA')),
                ('website', poles.fields.WebAddressField(blank=True, max_length=300, verbose_name='site')),
                ('collectivity', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisation', to='poles.collectivity', verbose_name='collectivité')),
                ('commune', models.ForeignKey(blank=True, limit_choices_to={'level': 'commune'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.collectivity', verbose_name='commune')),
                ('departement', models.ForeignKey(blank=True, limit_choices_to={'level': 'departement'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.collectivity', verbose_name='département')),
            ],
            options={
                'verbose_name': 'structure',
                'verbose_name_plural': 'structures',
                'ordering': ['sort_key', 'pk'],
                'indexes': [models.Index(fields=['sort_key'], name='organisation_sort_key_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('siren', ''), poles.functions.SirenIsValid('siren'), _connector='OR'), name='organisation_siren_valid', violation_error_message="Ce numéro SIREN n'est pas valable : 9 chiffres, dont une clé de contrôle."), models.CheckConstraint(condition=models.Q(('siret', ''), poles.functions.SiretIsValid('siret'), _connector='OR'), name='organisation_siret_valid', violation_error_message="Ce numéro SIRET n'est pas valable : 14 chiffres, dont une clé de contrôle."), models.CheckConstraint(condition=models.Q(('siren', ''), ('siret', ''), ('siret__startswith', models.F('siren')), _connector='OR'), name='organisation_siret_of_siren', violation_error_message='Le SIRET doit commencer par le SIREN.'), models.CheckConstraint(condition=models.Q(('rna', ''), ('rna__regex', '^W[0-9A-Z]{9}$'), _connector='OR'), name='organisation_rna_valid', violation_error_message="Ce numéro RNA n'est pas valable : W suivi de 9 chiffres ou lettres."), models.UniqueConstraint(condition=models.Q(('siret', ''), _negated=True), fields=('siret',), name='organisation_siret_unique', violation_error_message='Ce SIRET est déjà enregistré.'), models.CheckConstraint(condition=models.Q(('legal_form__in', ['', 'association', 'scic', 'scop', 'autre-cooperative', 'fonds-de-dotation', 'fondation', 'gie', 'societe-commerciale-ess', 'sans-personnalite-morale', 'autre'])), name='organisation_legal_form_known', violation_error_message="Cette valeur n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(('website', ''), ('website__regex', '^https?://[^\\s/$.?#][^\\s]*$'), _connector='OR'), name='organisation_website_safe', violation_error_message="L'adresse doit commencer par http:// ou https://."), models.CheckConstraint(condition=models.Q(('sort_key', ''), _negated=True), name='organisation_name_not_blank', violation_error_message='Le nom doit contenir une lettre ou un chiffre.'), models.CheckConstraint(condition=models.Q(('commune', None), ('departement__isnull', False), _connector='OR'), name='organisation_commune_with_departement', violation_error_message='Indiquez aussi le département de la commune.'), poles.constraints.PairReference(columns=('commune_id', 'departement_id'), name='organisation_commune_in_departement', to_columns=('id', 'departement_id'), to_table='poles_collectivity', violation_error_message="Cette commune n'est pas dans ce département.")],
            },
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=250, verbose_name='nom')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='sigle')),
                ('slug', models.SlugField(db_index=False, max_length=120, verbose_name='adresse')),
                ('legal_form', models.CharField(blank=True, choices=[('association', 'association'), ('scic', 'SCIC'), ('scop', 'SCOP'), ('autre-cooperative', 'autre coopérative'), ('fonds-de-dotation', 'fonds de dotation'), ('fondation', 'fondation'), ('gie', 'GIE'), ('societe-commerciale-ess', "société commerciale de l'ESS"), ('sans-personnalite-morale', 'sans personnalité morale propre'), ('autre', 'autre')], max_length=30, verbose_name='forme juridique')),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('siret', models.CharField(blank=True, max_length=14, verbose_name='SIRET')),
                ('rna', models.CharField(blank=True, max_length=10, verbose_name='RNA')),
                ('website', poles.fields.WebAddressField(blank=True, max_length=300, verbose_name='site')),
                ('collectivity', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='collectivité')),
                ('commune', models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'level': 'commune'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='commune')),
                ('departement', models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'level': 'departement'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='département')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Pole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(db_default=poles.functions.NextPoleNumber(), editable=False, help_text='Celui du code public.', unique=True, verbose_name='numéro')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='sigle')),
                ('slug', models.SlugField(help_text="L'ancienne adresse redirige.", max_length=120, unique=True, verbose_name='adresse de la page')),
                ('sort_key', models.GeneratedField(db_persist=True, expression=poles.functions.Normalized('name'), output_field=models.TextField())),
                ('summary', models.CharField(blank=True, help_text='Une ou deux phrases.', max_length=400, verbose_name='résumé')),
                ('description', models.TextField(blank=True, help_text='Markdown : paragraphes, listes, liens.', verbose_name='description')),
                ('publication', models.CharField(choices=[('brouillon', 'brouillon'), ('publie', 'publié'), ('retire', 'retiré')], default='brouillon', max_length=10, verbose_name='publication')),
                ('legal_form', models.CharField(blank=True, choices=[('association', 'association'), ('scic', 'SCIC'), ('scop', 'SCOP'), ('autre-cooperative', 'autre coopérative'), ('fonds-de-dotation', 'fonds de dotation'), ('fondation', 'fondation'), ('gie', 'GIE'), ('societe-commerciale-ess', "société commerciale de l'ESS"), ('sans-personnalite-morale', 'sans personnalité morale propre'), ('autre', 'autre')], max_length=30, verbose_name='forme juridique')),
                ('origin', models.CharField(blank=True, choices=[('entrepreneuriale', 'des entreprises ou associations'), ('citoyenne', 'des habitants'), ('collectivite', 'une collectivité')], max_length=20, verbose_name="à l'initiative de")),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('siret', models.CharField(blank=True, max_length=14, verbose_name='SIRET')),
                ('rna', models.CharField(blank=True, max_length=10, verbose_name='RNA')),
                ('founded_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='année de création')),
                ('ended_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='année de fin')),
                ('members_announced', models.PositiveIntegerField(blank=True, help_text='Nombre donné par une source, à part des membres listés.', null=True, verbose_name='membres annoncés')),
                ('seat_address', models.CharField(blank=True, max_length=250, verbose_name='adresse du siège')),
                ('latitude', models.FloatField(blank=True, help_text='En degrés ; vide : point de la commune.', null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, help_text='En degrés.', null=True, verbose_name='longitude')),
                ('point_precision', models.CharField(blank=True, choices=[('adresse', 'adresse'), ('commune', 'centre de la commune'), ('epci', "centre de l'intercommunalité"), ('departement', 'centre du département')], max_length=12, verbose_name='le point est')),
                ('scale', models.CharField(blank=True, choices=[('communale', 'communale'), ('intercommunale', 'intercommunale'), ('departementale', 'départementale'), ('interdepartementale', 'interdépartementale'), ('regionale', 'régionale')], max_length=20, verbose_name='échelle')),
                ('website', poles.fields.WebAddressField(blank=True, max_length=300, verbose_name='site')),
                ('email', models.EmailField(blank=True, help_text="Pas celle d'une personne.", max_length=254, verbose_name='adresse électronique générique')),
                ('phone', models.CharField(blank=True, max_length=20, validators=[django.core.validators.RegexValidator('^\\+?[0-9][0-9 .]{5,18}$', 'Des chiffres, éventuellement après un +.')], verbose_name='téléphone générique')),
                ('picture_alt', models.CharField(blank=True, help_text="Ce que l'image montre.", max_length=250, verbose_name='texte de remplacement')),
                ('picture_credit', models.CharField(blank=True, max_length=150, verbose_name="crédit de l'image")),
                ('confidence', models.CharField(blank=True, choices=[('high', 'bien établi'), ('medium', 'à confirmer par le pôle'), ('low', 'fragile, à confirmer par le pôle')], max_length=10, verbose_name='confiance')),
                ('checked_on', models.DateField(blank=True, help_text="Jour où la fiche a été comparée à ses sources. Ce n'est pas une preuve d'activité.", null=True, verbose_name='vérifié le')),
                ('last_evidence_on', models.DateField(blank=True, null=True, verbose_name="dernière preuve d'activité")),
                ('last_evidence_source', models.CharField(blank=True, max_length=500, verbose_name='source de cette preuve')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='créé le')),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='modifié le')),
                ('lead_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_poles', to='poles.organisation', verbose_name='structure porteuse')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.picture', verbose_name='image')),
                ('seat_commune', models.ForeignKey(blank=True, limit_choices_to={'level': 'commune'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seated_poles', to='poles.collectivity', verbose_name='commune du siège')),
                ('seat_departement', models.ForeignKey(limit_choices_to={'level': 'departement'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.collectivity', verbose_name='département du siège')),
            ],
            options={
                'verbose_name': 'pôle',
                'verbose_name_plural': 'pôles',
                'ordering': ['sort_key', 'number'],
                'indexes': [models.Index(fields=['sort_key', 'number'], name='pole_sort_key_idx'), models.Index(fields=['seat_departement'], name='pole_seat_departement_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('siren', ''), poles.functions.SirenIsValid('siren'), _connector='OR'), name='pole_siren_valid', violation_error_message="Ce numéro SIREN n'est pas valable : 9 chiffres, dont une clé de contrôle."), models.CheckConstraint(condition=models.Q(('siret', ''), poles.functions.SiretIsValid('siret'), _connector='OR'), name='pole_siret_valid', violation_error_message="Ce numéro SIRET n'est pas valable : 14 chiffres, dont une clé de contrôle."), models.CheckConstraint(condition=models.Q(('siren', ''), ('siret', ''), ('siret__startswith', models.F('siren')), _connector='OR'), name='pole_siret_of_siren', violation_error_message='Le SIRET doit commencer par le SIREN.'), models.CheckConstraint(condition=models.Q(('rna', ''), ('rna__regex', '^W[0-9A-Z]{9}$'), _connector='OR'), name='pole_rna_valid', violation_error_message="Ce numéro RNA n'est pas valable : W suivi de 9 chiffres ou lettres."), models.UniqueConstraint(condition=models.Q(('siret', ''), _negated=True), fields=('siret',), name='pole_siret_unique', violation_error_message='Ce SIRET est déjà enregistré.'), models.CheckConstraint(condition=models.Q(('founded_year', None), ('founded_year__range', (1800, 2200)), _connector='OR'), name='pole_founded_year_plausible', violation_error_message="L'année de création doit être entre 1800 et 2200."), models.CheckConstraint(condition=models.Q(('ended_year', None), ('ended_year__range', (1800, 2200)), _connector='OR'), name='pole_ended_year_plausible', violation_error_message="L'année de fin doit être entre 1800 et 2200."), models.CheckConstraint(condition=models.Q(('founded_year', None), ('ended_year', None), ('ended_year__gte', models.F('founded_year')), _connector='OR'), name='pole_years_ordered', violation_error_message="L'année de fin ne peut pas précéder l'année de création."), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None), ('point_precision', '')), models.Q(('latitude__isnull', False), ('longitude__isnull', False), models.Q(('point_precision', ''), _negated=True), ('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='pole_point_whole', violation_error_message='Un point a une latitude, une longitude et une précision, ou rien des trois.'), models.CheckConstraint(condition=models.Q(('legal_form__in', ['', 'association', 'scic', 'scop', 'autre-cooperative', 'fonds-de-dotation', 'fondation', 'gie', 'societe-commerciale-ess', 'sans-personnalite-morale', 'autre'])), name='pole_legal_form_known', violation_error_message="Cette valeur n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(('origin__in', ['', 'entrepreneuriale', 'citoyenne', 'collectivite'])), name='pole_origin_known', violation_error_message="Cette valeur n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(('scale__in', ['', 'communale', 'intercommunale', 'departementale', 'interdepartementale', 'regionale'])), name='pole_scale_known', violation_error_message="Cette valeur n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(('confidence__in', ['', 'high', 'medium', 'low'])), name='pole_confidence_known', violation_error_message="Cette valeur n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(('point_precision__in', ['', 'adresse', 'commune', 'epci', 'departement'])), name='pole_point_precision_known', violation_error_message="Cette valeur n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(('website', ''), ('website__regex', '^https?://[^\\s/$.?#][^\\s]*$'), _connector='OR'), name='pole_website_safe', violation_error_message="L'adresse doit commencer par http:// ou https://."), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='pole_number_positive', violation_error_message='Le numéro commence à 1.'), models.CheckConstraint(condition=models.Q(('sort_key', ''), _negated=True), name='pole_name_not_blank', violation_error_message='Le nom doit contenir une lettre ou un chiffre.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*$'), models.Q(('slug__in', ('csv', 'json', 'geojson', 'atom', 'xlsx')), _negated=True)), name='pole_slug_form', violation_error_message="L'adresse de la page n'a que des lettres minuscules, des chiffres et des tirets, et ne peut pas être un nom réservé."), models.CheckConstraint(condition=models.Q(('publication__in', ['brouillon', 'publie', 'retire'])), name='pole_publication_known', violation_error_message="Cet état de publication n'existe pas."), models.CheckConstraint(condition=models.Q(models.Q(('last_evidence_on', None), ('last_evidence_source', '')), models.Q(('last_evidence_on__isnull', False), models.Q(('last_evidence_source', ''), _negated=True)), _connector='OR'), name='pole_evidence_has_source', violation_error_message="Une preuve d'activité a une date et une source."), models.CheckConstraint(condition=models.Q(('picture', None), models.Q(('picture_alt', ''), _negated=True), _connector='OR'), name='pole_picture_has_text', violation_error_message='Une image a un texte de remplacement.'), poles.constraints.PairReference(columns=('seat_commune_id', 'seat_departement_id'), name='pole_commune_in_departement', to_columns=('id', 'departement_id'), to_table='poles_collectivity', violation_error_message="Cette commune n'est pas dans ce département.")],
            },
        ),
        migrations.CreateModel(
            name='FieldOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40, verbose_name='champ')),
                ('kind', models.CharField(choices=[('import', 'import'), ('cellule', 'cellule'), ('pole', 'pôle')], max_length=10, verbose_name='origine')),
                ('as_of', models.DateField(help_text='Jour où la valeur a été vérifiée.', verbose_name='à la date du')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'verbose_name': "origine d'un champ",
                'verbose_name_plural': 'origines des champs',
                'constraints': [models.UniqueConstraint(fields=('pole', 'field'), name='field_origin_unique', violation_error_message='Ce champ a déjà une origine.'), models.CheckConstraint(condition=models.Q(('kind__in', ['import', 'cellule', 'pole'])), name='field_origin_kind_known', violation_error_message="Cette origine n'existe pas.")],
            },
        ),
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='ancienne adresse')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'verbose_name': 'ancienne adresse',
                'verbose_name_plural': 'anciennes adresses',
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, help_text="Début inclus, fin exclue. À l'année près : le 1er janvier ; au mois près : le 1er du mois.", null=True, verbose_name='période')),
                ('start_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('unknown', 'inconnu')], default='unknown', max_length=10, verbose_name='précision du début')),
                ('end_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('open', 'toujours en cours'), ('unknown', 'inconnue')], default='unknown', max_length=10, verbose_name='précision de la fin')),
                ('role', models.CharField(choices=[('porteur', 'porteur'), ('fondateur', 'fondateur'), ('membre', 'membre'), ('partenaire', 'partenaire')], default='membre', max_length=12, verbose_name='rôle')),
                ('member_type', models.CharField(blank=True, choices=[('ess', "entreprise de l'ESS"), ('hors-ess', 'entreprise hors ESS'), ('collectivite', 'collectivité ou groupement'), ('recherche-superieur', 'recherche ou enseignement supérieur'), ('formation', 'organisme de formation'), ('autre', 'autre personne')], max_length=20, verbose_name='type de membre')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='source')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='poles.organisation', verbose_name='structure')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'verbose_name': 'adhésion',
                'verbose_name_plural': 'adhésions',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('period', None), ('period__isempty', False), _connector='OR'), name='membership_period_not_empty', violation_error_message='La période est vide : la fin doit suivre le début.'), models.CheckConstraint(condition=models.Q(('period', None), models.Q(('period__isnull', False), ('period__lower_inf', False)), models.Q(('period__isnull', False), ('period__upper_inf', False)), _connector='OR'), name='membership_period_has_a_bound', violation_error_message='Une période sans début ni fin ne dit rien : laissez-la vide.'), models.CheckConstraint(condition=models.Q(models.Q(('start_precision', 'unknown'), models.Q(('period', None), ('period__lower_inf', True), _connector='OR')), models.Q(('start_precision', 'day'), ('period__isnull', False), ('period__lower_inf', False)), models.Q(('start_precision', 'month'), ('period__isnull', False), ('period__lower_inf', False), ('period__startswith__day', 1)), models.Q(('start_precision', 'year'), ('period__isnull', False), ('period__lower_inf', False), ('period__startswith__day', 1), ('period__startswith__month', 1)), _connector='OR'), name='membership_start_precision_fits', violation_error_message='La précision du début ne correspond pas à la date.'), models.CheckConstraint(condition=models.Q(models.Q(('end_precision', 'unknown'), models.Q(('period', None), ('period__upper_inf', True), _connector='OR')), models.Q(('end_precision', 'open'), ('period__isnull', False), ('period__upper_inf', True)), models.Q(('end_precision', 'day'), ('period__isnull', False), ('period__upper_inf', False)), models.Q(('end_precision', 'month'), ('period__isnull', False), ('period__upper_inf', False), ('period__endswith__day', 1)), models.Q(('end_precision', 'year'), ('period__isnull', False), ('period__upper_inf', False), ('period__endswith__day', 1), ('period__endswith__month', 1)), _connector='OR'), name='membership_end_precision_fits', violation_error_message='La précision de la fin ne correspond pas à la date.'), models.CheckConstraint(condition=models.Q(('role__in', ['', 'porteur', 'fondateur', 'membre', 'partenaire'])), name='membership_role_known', violation_error_message="Cette valeur n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(('member_type__in', ['', 'ess', 'hors-ess', 'collectivite', 'recherche-superieur', 'formation', 'autre'])), name='membership_member_type_known', violation_error_message="Cette valeur n'est pas dans la liste."), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('pole', '='), ('organisation', '='), ('period', '&&')], name='membership_periods_apart', violation_error_message='Cette structure est déjà membre du pôle pendant cette période.'), models.UniqueConstraint(condition=models.Q(('period', None)), fields=('pole', 'organisation'), name='membership_undated_unique', violation_error_message='Cette structure est déjà membre du pôle, sans date.')],
            },
        ),
        migrations.CreateModel(
            name='Partnership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, help_text="Début inclus, fin exclue. À l'année près : le 1er janvier ; au mois près : le 1er du mois.", null=True, verbose_name='période')),
                ('start_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('unknown', 'inconnu')], default='unknown', max_length=10, verbose_name='précision du début')),
                ('end_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('open', 'toujours en cours'), ('unknown', 'inconnue')], default='unknown', max_length=10, verbose_name='précision de la fin')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, help_text='En euros.', max_digits=12, null=True, verbose_name='montant')),
                ('link', poles.fields.WebAddressField(blank=True, help_text='Délibération, convention ou page qui en parle.', max_length=500, verbose_name='lien')),
                ('collectivity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='poles.collectivity', verbose_name='collectivité')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partnerships', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'verbose_name': 'partenariat',
                'verbose_name_plural': 'partenariats',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('period', None), ('period__isempty', False), _connector='OR'), name='partnership_period_not_empty', violation_error_message='La période est vide : la fin doit suivre le début.'), models.CheckConstraint(condition=models.Q(('period', None), models.Q(('period__isnull', False), ('period__lower_inf', False)), models.Q(('period__isnull', False), ('period__upper_inf', False)), _connector='OR'), name='partnership_period_has_a_bound', violation_error_message='Une période sans début ni fin ne dit rien : laissez-la vide.'), models.CheckConstraint(condition=models.Q(models.Q(('start_precision', 'unknown'), models.Q(('period', None), ('period__lower_inf', True), _connector='OR')), models.Q(('start_precision', 'day'), ('period__isnull', False), ('period__lower_inf', False)), models.Q(('start_precision', 'month'), ('period__isnull', False), ('period__lower_inf', False), ('period__startswith__day', 1)), models.Q(('start_precision', 'year'), ('period__isnull', False), ('period__lower_inf', False), ('period__startswith__day', 1), ('period__startswith__month', 1)), _connector='OR'), name='partnership_start_precision_fits', violation_error_message='La précision du début ne correspond pas à la date.'), models.CheckConstraint(condition=models.Q(models.Q(('end_precision', 'unknown'), models.Q(('period', None), ('period__upper_inf', True), _connector='OR')), models.Q(('end_precision', 'open'), ('period__isnull', False), ('period__upper_inf', True)), models.Q(('end_precision', 'day'), ('period__isnull', False), ('period__upper_inf', False)), models.Q(('end_precision', 'month'), ('period__isnull', False), ('period__upper_inf', False), ('period__endswith__day', 1)), models.Q(('end_precision', 'year'), ('period__isnull', False), ('period__upper_inf', False), ('period__endswith__day', 1), ('period__endswith__month', 1)), _connector='OR'), name='partnership_end_precision_fits', violation_error_message='La précision de la fin ne correspond pas à la date.'), models.CheckConstraint(condition=models.Q(('link', ''), ('link__regex', '^https?://[^\\s/$.?#][^\\s]*$'), _connector='OR'), name='partnership_link_safe', violation_error_message="L'adresse doit commencer par http:// ou https://."), models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gte', 0), _connector='OR'), name='partnership_amount_not_negative', violation_error_message='Un montant ne peut pas être négatif.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('pole', '='), ('collectivity', '='), ('period', '&&')], name='partnership_periods_apart', violation_error_message='Cette collectivité est déjà partenaire du pôle pendant cette période.'), models.UniqueConstraint(condition=models.Q(('period', None)), fields=('pole', 'collectivity'), name='partnership_undated_unique', violation_error_message='Cette collectivité est déjà partenaire du pôle, sans date.')],
            },
        ),
        migrations.CreateModel(
            name='PartnershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, help_text="Début inclus, fin exclue. À l'année près : le 1er janvier ; au mois près : le 1er du mois.", null=True, verbose_name='période')),
                ('start_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('unknown', 'inconnu')], default='unknown', max_length=10, verbose_name='précision du début')),
                ('end_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('open', 'toujours en cours'), ('unknown', 'inconnue')], default='unknown', max_length=10, verbose_name='précision de la fin')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, help_text='En euros.', max_digits=12, null=True, verbose_name='montant')),
                ('link', poles.fields.WebAddressField(blank=True, help_text='Délibération, convention ou page qui en parle.', max_length=500, verbose_name='lien')),
                ('collectivity', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='collectivité')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.partnership')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnershipRoleLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_links', to='poles.partnership', verbose_name='partenariat')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.partnershiprole', verbose_name='rôle')),
            ],
            options={
                'verbose_name': 'rôle tenu',
                'verbose_name_plural': 'rôles tenus',
                'constraints': [models.UniqueConstraint(fields=('partnership', 'role'), name='partnership_role_unique', violation_error_message='Ce rôle est déjà donné.')],
            },
        ),
        migrations.CreateModel(
            name='PartnershipRoleLinkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('partnership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.partnership', verbose_name='partenariat')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.partnershiprolelink')),
                ('role', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.partnershiprole', verbose_name='rôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='nom')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name="ce qu'on y trouve")),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='adresse')),
                ('latitude', models.FloatField(blank=True, help_text='En degrés.', null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, help_text='En degrés.', null=True, verbose_name='longitude')),
                ('point_precision', models.CharField(blank=True, choices=[('adresse', 'adresse'), ('commune', 'centre de la commune'), ('epci', "centre de l'intercommunalité"), ('departement', 'centre du département')], max_length=12, verbose_name='le point est')),
                ('website', poles.fields.WebAddressField(blank=True, max_length=300, verbose_name='site')),
                ('commune', models.ForeignKey(blank=True, limit_choices_to={'level': 'commune'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.collectivity', verbose_name='commune')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'verbose_name': 'lieu',
                'verbose_name_plural': 'lieux',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('pole', 'name'), name='place_name_unique_in_pole', violation_error_message='Le pôle a déjà un lieu de ce nom.'), models.CheckConstraint(condition=models.Q(('name__regex', '^\\s*$'), _negated=True), name='place_name_not_blank', violation_error_message='Le lieu doit avoir un nom.'), models.CheckConstraint(condition=models.Q(('website', ''), ('website__regex', '^https?://[^\\s/$.?#][^\\s]*$'), _connector='OR'), name='place_website_safe', violation_error_message="L'adresse doit commencer par http:// ou https://."), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None), ('point_precision', '')), models.Q(('latitude__isnull', False), ('longitude__isnull', False), models.Q(('point_precision', ''), _negated=True), ('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='place_point_whole', violation_error_message='Un point a une latitude, une longitude et une précision, ou rien des trois.'), models.CheckConstraint(condition=models.Q(('point_precision__in', ['', 'adresse', 'commune', 'epci', 'departement'])), name='place_point_precision_known', violation_error_message="Cette valeur n'est pas dans la liste.")],
            },
        ),
        migrations.CreateModel(
            name='PlaceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=150, verbose_name='nom')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name="ce qu'on y trouve")),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='adresse')),
                ('latitude', models.FloatField(blank=True, help_text='En degrés.', null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, help_text='En degrés.', null=True, verbose_name='longitude')),
                ('point_precision', models.CharField(blank=True, choices=[('adresse', 'adresse'), ('commune', 'centre de la commune'), ('epci', "centre de l'intercommunalité"), ('departement', 'centre du département')], max_length=12, verbose_name='le point est')),
                ('website', poles.fields.WebAddressField(blank=True, max_length=300, verbose_name='site')),
                ('commune', models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'level': 'commune'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='commune')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.place')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PoleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField(db_default=poles.functions.NextPoleNumber(), editable=False, help_text='Celui du code public.', verbose_name='numéro')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='sigle')),
                ('slug', models.SlugField(db_index=False, help_text="L'ancienne adresse redirige.", max_length=120, verbose_name='adresse de la page')),
                ('summary', models.CharField(blank=True, help_text='Une ou deux phrases.', max_length=400, verbose_name='résumé')),
                ('description', models.TextField(blank=True, help_text='Markdown : paragraphes, listes, liens.', verbose_name='description')),
                ('publication', models.CharField(choices=[('brouillon', 'brouillon'), ('publie', 'publié'), ('retire', 'retiré')], default='brouillon', max_length=10, verbose_name='publication')),
                ('legal_form', models.CharField(blank=True, choices=[('association', 'association'), ('scic', 'SCIC'), ('scop', 'SCOP'), ('autre-cooperative', 'autre coopérative'), ('fonds-de-dotation', 'fonds de dotation'), ('fondation', 'fondation'), ('gie', 'GIE'), ('societe-commerciale-ess', "société commerciale de l'ESS"), ('sans-personnalite-morale', 'sans personnalité morale propre'), ('autre', 'autre')], max_length=30, verbose_name='forme juridique')),
                ('origin', models.CharField(blank=True, choices=[('entrepreneuriale', 'des entreprises ou associations'), ('citoyenne', 'des habitants'), ('collectivite', 'une collectivité')], max_length=20, verbose_name="à l'initiative de")),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('siret', models.CharField(blank=True, max_length=14, verbose_name='SIRET')),
                ('rna', models.CharField(blank=True, max_length=10, verbose_name='RNA')),
                ('founded_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='année de création')),
                ('ended_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='année de fin')),
                ('members_announced', models.PositiveIntegerField(blank=True, help_text='Nombre donné par une source, à part des membres listés.', null=True, verbose_name='membres annoncés')),
                ('seat_address', models.CharField(blank=True, max_length=250, verbose_name='adresse du siège')),
                ('latitude', models.FloatField(blank=True, help_text='En degrés ; vide : point de la commune.', null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, help_text='En degrés.', null=True, verbose_name='longitude')),
                ('point_precision', models.CharField(blank=True, choices=[('adresse', 'adresse'), ('commune', 'centre de la commune'), ('epci', "centre de l'intercommunalité"), ('departement', 'centre du département')], max_length=12, verbose_name='le point est')),
                ('scale', models.CharField(blank=True, choices=[('communale', 'communale'), ('intercommunale', 'intercommunale'), ('departementale', 'départementale'), ('interdepartementale', 'interdépartementale'), ('regionale', 'régionale')], max_length=20, verbose_name='échelle')),
                ('website', poles.fields.WebAddressField(blank=True, max_length=300, verbose_name='site')),
                ('email', models.EmailField(blank=True, help_text="Pas celle d'une personne.", max_length=254, verbose_name='adresse électronique générique')),
                ('phone', models.CharField(blank=True, max_length=20, validators=[django.core.validators.RegexValidator('^\\+?[0-9][0-9 .]{5,18}$', 'Des chiffres, éventuellement après un +.')], verbose_name='téléphone générique')),
                ('picture_alt', models.CharField(blank=True, help_text="Ce que l'image montre.", max_length=250, verbose_name='texte de remplacement')),
                ('picture_credit', models.CharField(blank=True, max_length=150, verbose_name="crédit de l'image")),
                ('confidence', models.CharField(blank=True, choices=[('high', 'bien établi'), ('medium', 'à confirmer par le pôle'), ('low', 'fragile, à confirmer par le pôle')], max_length=10, verbose_name='confiance')),
                ('checked_on', models.DateField(blank=True, help_text="Jour où la fiche a été comparée à ses sources. Ce n'est pas une preuve d'activité.", null=True, verbose_name='vérifié le')),
                ('last_evidence_on', models.DateField(blank=True, null=True, verbose_name="dernière preuve d'activité")),
                ('last_evidence_source', models.CharField(blank=True, max_length=500, verbose_name='source de cette preuve')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='créé le')),
                ('lead_organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.organisation', verbose_name='structure porteuse')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.pole')),
                ('picture', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.picture', verbose_name='image')),
                ('seat_commune', models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'level': 'commune'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='commune du siège')),
                ('seat_departement', models.ForeignKey(db_constraint=False, limit_choices_to={'level': 'departement'}, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='département du siège')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PoleSector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_pivot', models.BooleanField(default=False, verbose_name='secteur pivot')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sector_links', to='poles.pole', verbose_name='pôle')),
                ('sector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.sector', verbose_name='secteur')),
            ],
            options={
                'verbose_name': 'secteur du pôle',
                'verbose_name_plural': 'secteurs du pôle',
                'ordering': ['-is_pivot', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('pole', 'sector'), name='pole_sector_unique', violation_error_message='Le pôle a déjà ce secteur.'), models.UniqueConstraint(condition=models.Q(('is_pivot', True)), fields=('pole',), name='pole_sector_one_pivot', violation_error_message="Un pôle n'a qu'un secteur pivot.")],
            },
        ),
        migrations.CreateModel(
            name='PoleSectorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_pivot', models.BooleanField(default=False, verbose_name='secteur pivot')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.polesector')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
                ('sector', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.sector', verbose_name='secteur')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PoleTerritory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collectivity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='poles.collectivity', verbose_name='collectivité')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='territory_links', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'verbose_name': "territoire d'action",
                'verbose_name_plural': "territoires d'action",
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('pole', 'collectivity'), name='pole_territory_unique', violation_error_message='Le pôle agit déjà sur ce territoire.')],
            },
        ),
        migrations.CreateModel(
            name='PoleTerritoryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('collectivity', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='collectivité')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.poleterritory')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Recognition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, help_text="Début inclus, fin exclue. À l'année près : le 1er janvier ; au mois près : le 1er du mois.", null=True, verbose_name='période')),
                ('start_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('unknown', 'inconnu')], default='unknown', max_length=10, verbose_name='précision du début')),
                ('end_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('open', 'toujours en cours'), ('unknown', 'inconnue')], default='unknown', max_length=10, verbose_name='précision de la fin')),
                ('kind', models.CharField(choices=[('charte', 'Signataire de la charte des PTCE'), ('aap-2013', "Lauréat de l'appel à projets 2013"), ('aap-2015', "Lauréat de l'appel à projets 2015"), ('ami-2021-phase-1', "Accompagné par l'AMI 2021 (phase 1)"), ('ami-2021-phase-2', "Lauréat de l'AMI 2021 (phase 2)"), ('ami-2022', "Lauréat de l'AMI 2022"), ('ami-2023', "Lauréat de l'AMI 2023"), ('ami-2024', "Lauréat de l'AMI 2024"), ('ami-2025', "Lauréat de l'AMI 2025"), ('pole-temoin', "Pôle témoin du Labo de l'ESS"), ('recense-cress', 'Recensé par une CRESS'), ('auto-declare', 'Se déclare PTCE')], max_length=20, verbose_name='reconnaissance')),
                ('recognised_by', models.CharField(blank=True, max_length=150, verbose_name='par qui')),
                ('result', models.CharField(blank=True, max_length=150, verbose_name='résultat')),
                ('source', models.CharField(blank=True, help_text='Adresse ou référence.', max_length=500, verbose_name='source')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recognitions', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'verbose_name': 'reconnaissance',
                'verbose_name_plural': 'reconnaissances',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('period', None), ('period__isempty', False), _connector='OR'), name='recognition_period_not_empty', violation_error_message='La période est vide : la fin doit suivre le début.'), models.CheckConstraint(condition=models.Q(('period', None), models.Q(('period__isnull', False), ('period__lower_inf', False)), models.Q(('period__isnull', False), ('period__upper_inf', False)), _connector='OR'), name='recognition_period_has_a_bound', violation_error_message='Une période sans début ni fin ne dit rien : laissez-la vide.'), models.CheckConstraint(condition=models.Q(models.Q(('start_precision', 'unknown'), models.Q(('period', None), ('period__lower_inf', True), _connector='OR')), models.Q(('start_precision', 'day'), ('period__isnull', False), ('period__lower_inf', False)), models.Q(('start_precision', 'month'), ('period__isnull', False), ('period__lower_inf', False), ('period__startswith__day', 1)), models.Q(('start_precision', 'year'), ('period__isnull', False), ('period__lower_inf', False), ('period__startswith__day', 1), ('period__startswith__month', 1)), _connector='OR'), name='recognition_start_precision_fits', violation_error_message='La précision du début ne correspond pas à la date.'), models.CheckConstraint(condition=models.Q(models.Q(('end_precision', 'unknown'), models.Q(('period', None), ('period__upper_inf', True), _connector='OR')), models.Q(('end_precision', 'open'), ('period__isnull', False), ('period__upper_inf', True)), models.Q(('end_precision', 'day'), ('period__isnull', False), ('period__upper_inf', False)), models.Q(('end_precision', 'month'), ('period__isnull', False), ('period__upper_inf', False), ('period__endswith__day', 1)), models.Q(('end_precision', 'year'), ('period__isnull', False), ('period__upper_inf', False), ('period__endswith__day', 1), ('period__endswith__month', 1)), _connector='OR'), name='recognition_end_precision_fits', violation_error_message='La précision de la fin ne correspond pas à la date.'), models.CheckConstraint(condition=models.Q(('kind__in', ['charte', 'aap-2013', 'aap-2015', 'ami-2021-phase-1', 'ami-2021-phase-2', 'ami-2022', 'ami-2023', 'ami-2024', 'ami-2025', 'pole-temoin', 'recense-cress', 'auto-declare'])), name='recognition_kind_known', violation_error_message="Cette reconnaissance n'est pas dans la liste."), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('pole', '='), ('kind', '='), ('period', '&&')], name='recognition_periods_apart', violation_error_message='Le pôle a déjà cette reconnaissance pendant cette période.'), models.UniqueConstraint(condition=models.Q(('period', None)), fields=('pole', 'kind'), name='recognition_undated_unique', violation_error_message='Le pôle a déjà cette reconnaissance, sans date.')],
            },
        ),
        migrations.CreateModel(
            name='RecognitionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, help_text="Début inclus, fin exclue. À l'année près : le 1er janvier ; au mois près : le 1er du mois.", null=True, verbose_name='période')),
                ('start_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('unknown', 'inconnu')], default='unknown', max_length=10, verbose_name='précision du début')),
                ('end_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('open', 'toujours en cours'), ('unknown', 'inconnue')], default='unknown', max_length=10, verbose_name='précision de la fin')),
                ('kind', models.CharField(choices=[('charte', 'Signataire de la charte des PTCE'), ('aap-2013', "Lauréat de l'appel à projets 2013"), ('aap-2015', "Lauréat de l'appel à projets 2015"), ('ami-2021-phase-1', "Accompagné par l'AMI 2021 (phase 1)"), ('ami-2021-phase-2', "Lauréat de l'AMI 2021 (phase 2)"), ('ami-2022', "Lauréat de l'AMI 2022"), ('ami-2023', "Lauréat de l'AMI 2023"), ('ami-2024', "Lauréat de l'AMI 2024"), ('ami-2025', "Lauréat de l'AMI 2025"), ('pole-temoin', "Pôle témoin du Labo de l'ESS"), ('recense-cress', 'Recensé par une CRESS'), ('auto-declare', 'Se déclare PTCE')], max_length=20, verbose_name='reconnaissance')),
                ('recognised_by', models.CharField(blank=True, max_length=150, verbose_name='par qui')),
                ('result', models.CharField(blank=True, max_length=150, verbose_name='résultat')),
                ('source', models.CharField(blank=True, help_text='Adresse ou référence.', max_length=500, verbose_name='source')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.recognition')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SocialAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', poles.fields.WebAddressField(max_length=300, verbose_name='adresse')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='social_addresses', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'verbose_name': 'réseau social',
                'verbose_name_plural': 'réseaux sociaux',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('url', ''), ('url__regex', '^https?://[^\\s/$.?#][^\\s]*$'), _connector='OR'), name='social_address_url_safe', violation_error_message="L'adresse doit commencer par http:// ou https://."), models.UniqueConstraint(fields=('pole', 'url'), name='social_address_unique', violation_error_message='Adresse déjà donnée.')],
            },
        ),
        migrations.CreateModel(
            name='SocialAddressEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('url', poles.fields.WebAddressField(max_length=300, verbose_name='adresse')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.socialaddress')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', poles.fields.WebAddressField(max_length=500, verbose_name='adresse')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('url__regex', '^https?://[^\\s/$.?#][^\\s]*$')), name='source_url_safe', violation_error_message="L'adresse doit commencer par http:// ou https://."), models.UniqueConstraint(fields=('pole', 'url'), name='source_unique', violation_error_message='Source déjà donnée.')],
            },
        ),
        migrations.CreateModel(
            name='SourceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('url', poles.fields.WebAddressField(max_length=500, verbose_name='adresse')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.source')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, help_text="Début inclus, fin exclue. À l'année près : le 1er janvier ; au mois près : le 1er du mois.", null=True, verbose_name='période')),
                ('start_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('unknown', 'inconnu')], default='unknown', max_length=10, verbose_name='précision du début')),
                ('end_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('open', 'toujours en cours'), ('unknown', 'inconnue')], default='unknown', max_length=10, verbose_name='précision de la fin')),
                ('name', models.CharField(choices=[('en-projet', 'en projet'), ('emergent', 'émergent'), ('consolide', 'consolidé'), ('en-sommeil', 'en sommeil'), ('cesse', 'a cessé')], max_length=12, verbose_name='stade')),
                ('source', models.CharField(blank=True, help_text='Adresse ou référence.', max_length=500, verbose_name='source')),
                ('pole', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'verbose_name': 'stade',
                'verbose_name_plural': 'stades',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('period', None), ('period__isempty', False), _connector='OR'), name='stage_period_not_empty', violation_error_message='La période est vide : la fin doit suivre le début.'), models.CheckConstraint(condition=models.Q(('period', None), models.Q(('period__isnull', False), ('period__lower_inf', False)), models.Q(('period__isnull', False), ('period__upper_inf', False)), _connector='OR'), name='stage_period_has_a_bound', violation_error_message='Une période sans début ni fin ne dit rien : laissez-la vide.'), models.CheckConstraint(condition=models.Q(models.Q(('start_precision', 'unknown'), models.Q(('period', None), ('period__lower_inf', True), _connector='OR')), models.Q(('start_precision', 'day'), ('period__isnull', False), ('period__lower_inf', False)), models.Q(('start_precision', 'month'), ('period__isnull', False), ('period__lower_inf', False), ('period__startswith__day', 1)), models.Q(('start_precision', 'year'), ('period__isnull', False), ('period__lower_inf', False), ('period__startswith__day', 1), ('period__startswith__month', 1)), _connector='OR'), name='stage_start_precision_fits', violation_error_message='La précision du début ne correspond pas à la date.'), models.CheckConstraint(condition=models.Q(models.Q(('end_precision', 'unknown'), models.Q(('period', None), ('period__upper_inf', True), _connector='OR')), models.Q(('end_precision', 'open'), ('period__isnull', False), ('period__upper_inf', True)), models.Q(('end_precision', 'day'), ('period__isnull', False), ('period__upper_inf', False)), models.Q(('end_precision', 'month'), ('period__isnull', False), ('period__upper_inf', False), ('period__endswith__day', 1)), models.Q(('end_precision', 'year'), ('period__isnull', False), ('period__upper_inf', False), ('period__endswith__day', 1), ('period__endswith__month', 1)), _connector='OR'), name='stage_end_precision_fits', violation_error_message='La précision de la fin ne correspond pas à la date.'), models.CheckConstraint(condition=models.Q(('name__in', ['en-projet', 'emergent', 'consolide', 'en-sommeil', 'cesse'])), name='stage_name_known', violation_error_message="Ce stade n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(('period__isnull', False), ('period__lower_inf', False)), name='stage_dated', violation_error_message="Un stade a une date de début, au moins à l'année près."), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('pole', '='), ('period', '&&')], name='stage_one_at_a_time', violation_error_message='Le pôle a déjà un stade pendant cette période : un seul à la fois.')],
            },
        ),
        migrations.CreateModel(
            name='StageEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, help_text="Début inclus, fin exclue. À l'année près : le 1er janvier ; au mois près : le 1er du mois.", null=True, verbose_name='période')),
                ('start_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('unknown', 'inconnu')], default='unknown', max_length=10, verbose_name='précision du début')),
                ('end_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('open', 'toujours en cours'), ('unknown', 'inconnue')], default='unknown', max_length=10, verbose_name='précision de la fin')),
                ('name', models.CharField(choices=[('en-projet', 'en projet'), ('emergent', 'émergent'), ('consolide', 'consolidé'), ('en-sommeil', 'en sommeil'), ('cesse', 'a cessé')], max_length=12, verbose_name='stade')),
                ('source', models.CharField(blank=True, help_text='Adresse ou référence.', max_length=500, verbose_name='source')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.stage')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CollectivityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('level', models.CharField(choices=[('region', 'région'), ('departement', 'département'), ('epci', 'intercommunalité'), ('commune', 'commune')], max_length=12, verbose_name='échelon')),
                ('code', models.CharField(help_text='Code officiel ; pour une intercommunalité, son SIREN.', max_length=9, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('seat_code', models.CharField(blank=True, max_length=5, verbose_name='commune chef-lieu')),
                ('zone', models.CharField(blank=True, choices=[('metro', 'métropole'), ('drom', "département ou région d'outre-mer"), ('com', "collectivité d'outre-mer")], max_length=5, verbose_name='zone')),
                ('epci_type', models.CharField(blank=True, help_text='CC, CA, CU, METRO ou MET69.', max_length=6, verbose_name="type d'intercommunalité")),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('population', models.PositiveIntegerField(blank=True, help_text='Population municipale.', null=True, verbose_name='population')),
                ('postal_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None, verbose_name='codes postaux')),
                ('latitude', models.FloatField(blank=True, help_text='En degrés.', null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, help_text='En degrés.', null=True, verbose_name='longitude')),
                ('point_precision', models.CharField(blank=True, choices=[('adresse', 'adresse'), ('commune', 'centre de la commune'), ('epci', "centre de l'intercommunalité"), ('departement', 'centre du département')], max_length=12, verbose_name='le point est')),
                ('vintage', models.PositiveSmallIntegerField(help_text='Dernière année du code officiel où elle figure.', verbose_name='millésime')),
                ('ended_vintage', models.PositiveSmallIntegerField(blank=True, help_text='Première année du code officiel où elle ne figure plus.', null=True, verbose_name='disparue au millésime')),
                ('departement', models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'level': 'departement'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='département')),
                ('epci', models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'level': 'epci'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='intercommunalité')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.collectivity')),
                ('region', models.ForeignKey(blank=True, db_constraint=False, limit_choices_to={'level': 'region'}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='région')),
                ('successor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='remplacée par')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EpciDepartement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('departement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covering_epcis', to='poles.collectivity', verbose_name='département')),
                ('epci', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covered_departements', to='poles.collectivity', verbose_name='intercommunalité')),
            ],
            options={
                'verbose_name': 'département couvert',
                'verbose_name_plural': 'départements couverts',
                'constraints': [models.UniqueConstraint(fields=('epci', 'departement'), name='epci_departement_unique', violation_error_message='Ce département est déjà donné.')],
            },
        ),
        migrations.CreateModel(
            name='EpciDepartementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('departement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='département')),
                ('epci', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='intercommunalité')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.epcidepartement')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FieldOriginEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('field', models.CharField(max_length=40, verbose_name='champ')),
                ('kind', models.CharField(choices=[('import', 'import'), ('cellule', 'cellule'), ('pole', 'pôle')], max_length=10, verbose_name='origine')),
                ('as_of', models.DateField(help_text='Jour où la valeur a été vérifiée.', verbose_name='à la date du')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.fieldorigin')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormerCommune',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=5, verbose_name='code')),
                ('kind', models.CharField(choices=[('commune-deleguee', 'commune déléguée'), ('commune-associee', 'commune associée'), ('arrondissement-municipal', 'arrondissement municipal')], max_length=24, verbose_name='nature')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('sort_key', models.GeneratedField(db_persist=True, expression=poles.functions.Normalized('name'), output_field=models.TextField())),
                ('commune', models.ForeignKey(limit_choices_to={'level': 'commune'}, on_delete=django.db.models.deletion.CASCADE, related_name='former_communes', to='poles.collectivity', verbose_name='commune actuelle')),
            ],
            options={
                'verbose_name': 'ancienne commune',
                'verbose_name_plural': 'anciennes communes',
                'ordering': ['sort_key', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('code', 'kind'), name='former_commune_code_kind_unique', violation_error_message='Déjà enregistrée.'), models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9][0-9AB][0-9]{3}$')), name='former_commune_code_form', violation_error_message="Ce code n'a pas la forme d'un code de commune."), models.CheckConstraint(condition=models.Q(('kind__in', ['', 'commune-deleguee', 'commune-associee', 'arrondissement-municipal'])), name='former_commune_kind_known', violation_error_message="Cette valeur n'est pas dans la liste.")],
            },
        ),
        migrations.CreateModel(
            name='FormerCommuneEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=5, verbose_name='code')),
                ('kind', models.CharField(choices=[('commune-deleguee', 'commune déléguée'), ('commune-associee', 'commune associée'), ('arrondissement-municipal', 'arrondissement municipal')], max_length=24, verbose_name='nature')),
                ('name', models.CharField(max_length=200, verbose_name='nom')),
                ('commune', models.ForeignKey(db_constraint=False, limit_choices_to={'level': 'commune'}, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.collectivity', verbose_name='commune actuelle')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.formercommune')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormerSlugEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.SlugField(db_index=False, max_length=120, verbose_name='ancienne adresse')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.formerslug')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, help_text="Début inclus, fin exclue. À l'année près : le 1er janvier ; au mois près : le 1er du mois.", null=True, verbose_name='période')),
                ('start_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('unknown', 'inconnu')], default='unknown', max_length=10, verbose_name='précision du début')),
                ('end_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('open', 'toujours en cours'), ('unknown', 'inconnue')], default='unknown', max_length=10, verbose_name='précision de la fin')),
                ('role', models.CharField(choices=[('porteur', 'porteur'), ('fondateur', 'fondateur'), ('membre', 'membre'), ('partenaire', 'partenaire')], default='membre', max_length=12, verbose_name='rôle')),
                ('member_type', models.CharField(blank=True, choices=[('ess', "entreprise de l'ESS"), ('hors-ess', 'entreprise hors ESS'), ('collectivite', 'collectivité ou groupement'), ('recherche-superieur', 'recherche ou enseignement supérieur'), ('formation', 'organisme de formation'), ('autre', 'autre personne')], max_length=20, verbose_name='type de membre')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='source')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.membership')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.organisation', verbose_name='structure')),
                ('pole', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='poles.pole', verbose_name='pôle')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NetworkFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(blank=True, help_text="Premier jour du mois ou de l'année quand le jour n'est pas connu.", null=True, verbose_name='date')),
                ('date_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('unknown', 'inconnu')], max_length=10, verbose_name='précision')),
                ('call', models.CharField(blank=True, help_text='Appel à projets dont le chiffre parle, ou rien.', max_length=40, verbose_name='appel')),
                ('kind', models.CharField(max_length=40, verbose_name='nature')),
                ('minimum', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='minimum')),
                ('maximum', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='maximum')),
                ('unit', models.CharField(choices=[('count', 'nombre'), ('EUR', 'euros'), ('%', '%'), ('text', 'texte')], max_length=10, verbose_name='unité')),
                ('meaning', models.CharField(max_length=500, verbose_name='ce qui est compté')),
                ('sources', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=500), blank=True, default=list, size=None, verbose_name='sources')),
            ],
            options={
                'verbose_name': 'chiffre du réseau',
                'verbose_name_plural': 'chiffres du réseau',
                'ordering': [models.OrderBy(models.F('date'), descending=True, nulls_last=True), 'call', 'kind', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('date', models.Value('0001-01-01', models.DateField())), models.F('date_precision'), models.F('call'), models.F('kind'), models.F('meaning'), name='network_fact_unique', violation_error_message='Ce chiffre est déjà enregistré.'), models.CheckConstraint(condition=models.Q(('unit__in', ['', 'count', 'EUR', '%', 'text'])), name='network_fact_unit_known', violation_error_message="Cette valeur n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(('date_precision__in', ['', 'day', 'month', 'year', 'unknown'])), name='network_fact_date_precision_known', violation_error_message="Cette valeur n'est pas dans la liste."), models.CheckConstraint(condition=models.Q(models.Q(('maximum', None), ('minimum', None)), models.Q(('maximum__gte', models.F('minimum')), ('maximum__isnull', False), ('minimum__isnull', False)), _connector='OR'), name='network_fact_bounds_ordered', violation_error_message='Le maximum ne peut pas être sous le minimum.'), models.CheckConstraint(condition=models.Q(models.Q(('date', None), ('date_precision', 'unknown')), models.Q(('date__isnull', False), models.Q(('date_precision', 'unknown'), _negated=True)), _connector='OR'), name='network_fact_date_precision', violation_error_message="Une date a une précision, une absence de date n'en a pas."), models.CheckConstraint(condition=models.Q(models.Q(('minimum', None), ('unit', 'text')), models.Q(models.Q(('unit', 'text'), _negated=True), ('minimum__isnull', False)), _connector='OR'), name='network_fact_text_has_no_figure', violation_error_message="Un chiffre a une valeur ; un texte n'en a pas.")],
            },
        ),
        migrations.CreateModel(
            name='NetworkFactEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('date', models.DateField(blank=True, help_text="Premier jour du mois ou de l'année quand le jour n'est pas connu.", null=True, verbose_name='date')),
                ('date_precision', models.CharField(choices=[('day', 'au jour près'), ('month', 'au mois près'), ('year', "à l'année près"), ('unknown', 'inconnu')], max_length=10, verbose_name='précision')),
                ('call', models.CharField(blank=True, help_text='Appel à projets dont le chiffre parle, ou rien.', max_length=40, verbose_name='appel')),
                ('kind', models.CharField(max_length=40, verbose_name='nature')),
                ('minimum', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='minimum')),
                ('maximum', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='maximum')),
                ('unit', models.CharField(choices=[('count', 'nombre'), ('EUR', 'euros'), ('%', '%'), ('text', 'texte')], max_length=10, verbose_name='unité')),
                ('meaning', models.CharField(max_length=500, verbose_name='ce qui est compté')),
                ('sources', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=500), blank=True, default=list, size=None, verbose_name='sources')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='poles.networkfact')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='Partnership',
            name='roles',
            field=models.ManyToManyField(related_name='+', through='poles.PartnershipRoleLink', to='poles.partnershiprole', verbose_name='rôles'),
        ),
        migrations.AddField(
            model_name='Pole',
            name='territory',
            field=models.ManyToManyField(related_name='acting_poles', through='poles.PoleTerritory', to='poles.collectivity', verbose_name="territoire d'action"),
        ),
        migrations.AddField(
            model_name='Pole',
            name='sectors',
            field=models.ManyToManyField(related_name='poles', through='poles.PoleSector', to='poles.sector', verbose_name='secteurs'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkfact',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='4c51b4e85b0130aab047a715d2b6ca593429fe1d', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_f947e', table='poles_networkfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkfact',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_networkfactevent" ("call", "date", "date_precision", "id", "kind", "maximum", "meaning", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "unit") VALUES (NEW."call", NEW."date", NEW."date_precision", NEW."id", NEW."kind", NEW."maximum", NEW."meaning", NEW."minimum", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sources", NEW."unit"); RETURN NULL;', hash='a1b1bb6ef2ad47d2bfbbba3825e38b6fda4c2493', operation='INSERT', pgid='pgtrigger_insert_insert_d02af', table='poles_networkfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkfact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_networkfactevent" ("call", "date", "date_precision", "id", "kind", "maximum", "meaning", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "unit") VALUES (NEW."call", NEW."date", NEW."date_precision", NEW."id", NEW."kind", NEW."maximum", NEW."meaning", NEW."minimum", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sources", NEW."unit"); RETURN NULL;', hash='69c24d8e972060d1531cc92a4f1bd1457e89a0cd', operation='UPDATE', pgid='pgtrigger_update_update_e7fd3', table='poles_networkfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkfact',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_networkfactevent" ("call", "date", "date_precision", "id", "kind", "maximum", "meaning", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "unit") VALUES (OLD."call", OLD."date", OLD."date_precision", OLD."id", OLD."kind", OLD."maximum", OLD."meaning", OLD."minimum", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sources", OLD."unit"); RETURN NULL;', hash='22157a4e8a510b80ebdb5e9b691fa033faa46a1f', operation='DELETE', pgid='pgtrigger_delete_delete_2d348', table='poles_networkfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiprole',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='b0c60166c03e76c48b6762305739a276100bf0d0', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_25879', table='poles_partnershiprole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiprole',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_partnershiproleevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug"); RETURN NULL;', hash='89235c83c0e4afe0295ad1a2479951ed0b6f4d8a', operation='INSERT', pgid='pgtrigger_insert_insert_7f900', table='poles_partnershiprole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiprole',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_partnershiproleevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;', hash='cf17a62f3d49d6f7b4f75d4a0236dbe6dcc06d26', operation='UPDATE', pgid='pgtrigger_update_update_8357e', table='poles_partnershiprole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiprole',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_partnershiproleevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug"); RETURN NULL;', hash='7f43adeb6ced7660305818894d8871df95f6dacd', operation='DELETE', pgid='pgtrigger_delete_delete_214a6', table='poles_partnershiprole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='787e85088b3fc51b6f9cd0b87f3b72cb5840c131', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_b2560', table='poles_picture', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_pictureevent" ("created_at", "digest", "height", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "width") VALUES (NEW."created_at", NEW."digest", NEW."height", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."width"); RETURN NULL;', hash='4fdd51d9aeddb7bd0e7fc2b4ff810ee07c901167', operation='INSERT', pgid='pgtrigger_insert_insert_7f371', table='poles_picture', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."height" IS DISTINCT FROM (NEW."height") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."width" IS DISTINCT FROM (NEW."width"))', func='INSERT INTO "poles_pictureevent" ("created_at", "digest", "height", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "width") VALUES (NEW."created_at", NEW."digest", NEW."height", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."width"); RETURN NULL;', hash='fb1d73f3fef1de1daf9d23cf413766a2786c69f8', operation='UPDATE', pgid='pgtrigger_update_update_8e1d1', table='poles_picture', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='picture',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_pictureevent" ("created_at", "digest", "height", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "width") VALUES (OLD."created_at", OLD."digest", OLD."height", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."width"); RETURN NULL;', hash='75451449cc5d6b24d88d3b0c7b4a99913ce0d7e8', operation='DELETE', pgid='pgtrigger_delete_delete_dcddd', table='poles_picture', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sector',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='2aae9f3da1bcecb333186b9238b80caeadf64bea', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_fc192', table='poles_sector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sector',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_sectorevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug"); RETURN NULL;', hash='e93217ac6122d558fcc67cb2c61e79f87a976c63', operation='INSERT', pgid='pgtrigger_insert_insert_a9e12', table='poles_sector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sector',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."slug" IS DISTINCT FROM (NEW."slug"))', func='INSERT INTO "poles_sectorevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;', hash='bab6584445f92a40904c9be6a4ee53562d9a1445', operation='UPDATE', pgid='pgtrigger_update_update_7d99d', table='poles_sector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sector',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_sectorevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug"); RETURN NULL;', hash='62adbf84faa5d4b13642a99959f1d6b9871439a3', operation='DELETE', pgid='pgtrigger_delete_delete_4842a', table='poles_sector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='d4ad43855ff922841333df2ded7b2f023dcdf869', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_8f145', table='poles_collectivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='level_given_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."level" IS DISTINCT FROM (NEW."level"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='00d9f76138cd263e2df3068ebbf1c98217807c31', operation='UPDATE', pgid='pgtrigger_level_given_once_4192a', table='poles_collectivity', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='region_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.region_id\n            WHERE place.level <> 'region'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « région ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'region_is_region';\n        END IF;\n        RETURN NULL;\n    ", hash='42bf7493bc682af6067bedf8df7d7102e8ba566e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_region_level_insert_5d2d7', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_collectivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='region_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.region_id\n            WHERE place.level <> 'region'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « région ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'region_is_region';\n        END IF;\n        RETURN NULL;\n    ", hash='6ee4b3c28650799659d3ea9e0005b81109f4a141', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_region_level_update_1cf31', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_collectivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='departement_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.departement_id\n            WHERE place.level <> 'departement'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « département ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'departement_is_departement';\n        END IF;\n        RETURN NULL;\n    ", hash='c0bdac2fc6377698e6d90296045fbc6bc671694e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_departement_level_insert_6b76b', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_collectivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='departement_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.departement_id\n            WHERE place.level <> 'departement'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « département ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'departement_is_departement';\n        END IF;\n        RETURN NULL;\n    ", hash='e124ecd04b76aa0ef40c3d7465199c8b7eb14f8a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_departement_level_update_756db', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_collectivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='epci_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.epci_id\n            WHERE place.level <> 'epci'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « intercommunalité ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'epci_is_epci';\n        END IF;\n        RETURN NULL;\n    ", hash='f4eadc35e986708fa28a1f6dfe14d65ea5208555', level='STATEMENT', operation='INSERT', pgid='pgtrigger_epci_level_insert_38701', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_collectivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='epci_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.epci_id\n            WHERE place.level <> 'epci'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « intercommunalité ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'epci_is_epci';\n        END IF;\n        RETURN NULL;\n    ", hash='a8a5900db22a041bebb990a593237306231895a4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_epci_level_update_3d6b1', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_collectivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "poles_collectivityevent" ("code", "departement_id", "ended_vintage", "epci_id", "epci_type", "id", "latitude", "level", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_precision", "population", "postal_codes", "region_id", "seat_code", "siren", "successor_id", "vintage", "zone") SELECT new_values."code", new_values."departement_id", new_values."ended_vintage", new_values."epci_id", new_values."epci_type", new_values."id", new_values."latitude", new_values."level", new_values."longitude", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."point_precision", new_values."population", new_values."postal_codes", new_values."region_id", new_values."seat_code", new_values."siren", new_values."successor_id", new_values."vintage", new_values."zone" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='47901d4c0ca81e86d6c32ccaa6bc14382a79f5c7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c84cd', referencing='REFERENCING NEW TABLE AS new_values ', table='poles_collectivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "poles_collectivityevent" ("code", "departement_id", "ended_vintage", "epci_id", "epci_type", "id", "latitude", "level", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_precision", "population", "postal_codes", "region_id", "seat_code", "siren", "successor_id", "vintage", "zone") SELECT new_values."code", new_values."departement_id", new_values."ended_vintage", new_values."epci_id", new_values."epci_type", new_values."id", new_values."latitude", new_values."level", new_values."longitude", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."point_precision", new_values."population", new_values."postal_codes", new_values."region_id", new_values."seat_code", new_values."siren", new_values."successor_id", new_values."vintage", new_values."zone" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."departement_id" IS DISTINCT FROM (new_values."departement_id") OR old_values."ended_vintage" IS DISTINCT FROM (new_values."ended_vintage") OR old_values."epci_id" IS DISTINCT FROM (new_values."epci_id") OR old_values."epci_type" IS DISTINCT FROM (new_values."epci_type") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."latitude" IS DISTINCT FROM (new_values."latitude") OR old_values."level" IS DISTINCT FROM (new_values."level") OR old_values."longitude" IS DISTINCT FROM (new_values."longitude") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."point_precision" IS DISTINCT FROM (new_values."point_precision") OR old_values."population" IS DISTINCT FROM (new_values."population") OR old_values."postal_codes" IS DISTINCT FROM (new_values."postal_codes") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."seat_code" IS DISTINCT FROM (new_values."seat_code") OR old_values."siren" IS DISTINCT FROM (new_values."siren") OR old_values."successor_id" IS DISTINCT FROM (new_values."successor_id") OR old_values."vintage" IS DISTINCT FROM (new_values."vintage") OR old_values."zone" IS DISTINCT FROM (new_values."zone")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a21afd69022a24043ba017d3c99000b29316d44c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_bae2a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='poles_collectivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectivity',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "poles_collectivityevent" ("code", "departement_id", "ended_vintage", "epci_id", "epci_type", "id", "latitude", "level", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_precision", "population", "postal_codes", "region_id", "seat_code", "siren", "successor_id", "vintage", "zone") SELECT old_values."code", old_values."departement_id", old_values."ended_vintage", old_values."epci_id", old_values."epci_type", old_values."id", old_values."latitude", old_values."level", old_values."longitude", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."point_precision", old_values."population", old_values."postal_codes", old_values."region_id", old_values."seat_code", old_values."siren", old_values."successor_id", old_values."vintage", old_values."zone" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3d93ada95f97770eb4a062c1bd14cc399504fb8c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_44853', referencing='REFERENCING OLD TABLE AS old_values ', table='poles_collectivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='epcidepartement',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='5fc8563a410a15e6db03a73be6aeb7e92519b15c', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_013f6', table='poles_epcidepartement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='epcidepartement',
            trigger=pgtrigger.compiler.Trigger(name='epci_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.epci_id\n            WHERE place.level <> 'epci'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « intercommunalité ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'epci_is_epci';\n        END IF;\n        RETURN NULL;\n    ", hash='daf69a865e0729ffb6b0f4821e088ab98696a1f8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_epci_level_insert_fa3a1', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_epcidepartement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='epcidepartement',
            trigger=pgtrigger.compiler.Trigger(name='epci_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.epci_id\n            WHERE place.level <> 'epci'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « intercommunalité ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'epci_is_epci';\n        END IF;\n        RETURN NULL;\n    ", hash='c64fb3b11a55b7665cffa4513305a78ba855ead8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_epci_level_update_71363', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_epcidepartement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='epcidepartement',
            trigger=pgtrigger.compiler.Trigger(name='departement_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.departement_id\n            WHERE place.level <> 'departement'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « département ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'departement_is_departement';\n        END IF;\n        RETURN NULL;\n    ", hash='8c30b302515de97b44ea05ecfbb8752a8ac9fe35', level='STATEMENT', operation='INSERT', pgid='pgtrigger_departement_level_insert_4ddb9', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_epcidepartement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='epcidepartement',
            trigger=pgtrigger.compiler.Trigger(name='departement_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.departement_id\n            WHERE place.level <> 'departement'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « département ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'departement_is_departement';\n        END IF;\n        RETURN NULL;\n    ", hash='cbaf67e645a77e23d808595bff5b07d5b2be44d5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_departement_level_update_3ef71', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_epcidepartement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='epcidepartement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "poles_epcidepartementevent" ("departement_id", "epci_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."departement_id", new_values."epci_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='79600008a9c06115ad4963fa96a578425ba6ad2e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_42fb7', referencing='REFERENCING NEW TABLE AS new_values ', table='poles_epcidepartement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='epcidepartement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "poles_epcidepartementevent" ("departement_id", "epci_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."departement_id", new_values."epci_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7ccd4e4063b87613a9fb40284f16943702317f75', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d9e56', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='poles_epcidepartement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='epcidepartement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "poles_epcidepartementevent" ("departement_id", "epci_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."departement_id", old_values."epci_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='03a96790cd8846cf6f341b7adaec61e94f1a923e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4984e', referencing='REFERENCING OLD TABLE AS old_values ', table='poles_epcidepartement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercommune',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='92c71d060fc7b028d183467d9aacf3f0e8df698a', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_9c81b', table='poles_formercommune', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercommune',
            trigger=pgtrigger.compiler.Trigger(name='commune_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.commune_id\n            WHERE place.level <> 'commune'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « commune ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'commune_is_commune';\n        END IF;\n        RETURN NULL;\n    ", hash='4a7c70d99efe0438f2ec395f65cd2b53f38d2bd9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_commune_level_insert_7e4fc', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_formercommune', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercommune',
            trigger=pgtrigger.compiler.Trigger(name='commune_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.commune_id\n            WHERE place.level <> 'commune'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « commune ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'commune_is_commune';\n        END IF;\n        RETURN NULL;\n    ", hash='9769c2e68ab923461b26efc712ae9223fe406c3f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_commune_level_update_54289', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_formercommune', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercommune',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "poles_formercommuneevent" ("code", "commune_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."commune_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9dc7e5c5ee56086f034fb57eae2ef535ce2018e6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_19a03', referencing='REFERENCING NEW TABLE AS new_values ', table='poles_formercommune', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercommune',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "poles_formercommuneevent" ("code", "commune_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."commune_id", new_values."id", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."commune_id" IS DISTINCT FROM (new_values."commune_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3af911395056ffa0a311f17f430f7bfc1f47d396', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7a604', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='poles_formercommune', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formercommune',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "poles_formercommuneevent" ("code", "commune_id", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."commune_id", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3ce71f56f2613496b0b4ba0308b63a5ed7f64d3b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_874f3', referencing='REFERENCING OLD TABLE AS old_values ', table='poles_formercommune', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='e715c158de087e874491166bc4593dbde7ea9dcd', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_23302', table='poles_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='commune_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.commune_id\n            WHERE place.level <> 'commune'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « commune ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'commune_is_commune';\n        END IF;\n        RETURN NULL;\n    ", hash='edc2702f6fdcfd33344c3e3ab5df149f3d21551f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_commune_level_insert_55913', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='commune_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.commune_id\n            WHERE place.level <> 'commune'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « commune ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'commune_is_commune';\n        END IF;\n        RETURN NULL;\n    ", hash='dfe3e3b082b75c2f215f237d023312e24701d574', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_commune_level_update_ebde6', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='departement_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.departement_id\n            WHERE place.level <> 'departement'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « département ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'departement_is_departement';\n        END IF;\n        RETURN NULL;\n    ", hash='474348428ffedaad55dd5e6308d517bd14ceecf1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_departement_level_insert_c95c7', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='departement_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.departement_id\n            WHERE place.level <> 'departement'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « département ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'departement_is_departement';\n        END IF;\n        RETURN NULL;\n    ", hash='a58bf35f5a77c705adc8f8ccef093d254bbf722e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_departement_level_update_aa997', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_organisationevent" ("acronym", "collectivity_id", "commune_id", "departement_id", "id", "legal_form", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rna", "siren", "siret", "slug", "website") VALUES (NEW."acronym", NEW."collectivity_id", NEW."commune_id", NEW."departement_id", NEW."id", NEW."legal_form", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rna", NEW."siren", NEW."siret", NEW."slug", NEW."website"); RETURN NULL;', hash='acbcb2e535b55c29197572dada2ae055907b412c', operation='INSERT', pgid='pgtrigger_insert_insert_999d4', table='poles_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."acronym" IS DISTINCT FROM (NEW."acronym") OR OLD."collectivity_id" IS DISTINCT FROM (NEW."collectivity_id") OR OLD."commune_id" IS DISTINCT FROM (NEW."commune_id") OR OLD."departement_id" IS DISTINCT FROM (NEW."departement_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."legal_form" IS DISTINCT FROM (NEW."legal_form") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."rna" IS DISTINCT FROM (NEW."rna") OR OLD."siren" IS DISTINCT FROM (NEW."siren") OR OLD."siret" IS DISTINCT FROM (NEW."siret") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='INSERT INTO "poles_organisationevent" ("acronym", "collectivity_id", "commune_id", "departement_id", "id", "legal_form", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rna", "siren", "siret", "slug", "website") VALUES (NEW."acronym", NEW."collectivity_id", NEW."commune_id", NEW."departement_id", NEW."id", NEW."legal_form", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rna", NEW."siren", NEW."siret", NEW."slug", NEW."website"); RETURN NULL;', hash='e1633372022ce5f3053013a324b4348950f58f5c', operation='UPDATE', pgid='pgtrigger_update_update_f2e0a', table='poles_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_organisationevent" ("acronym", "collectivity_id", "commune_id", "departement_id", "id", "legal_form", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rna", "siren", "siret", "slug", "website") VALUES (OLD."acronym", OLD."collectivity_id", OLD."commune_id", OLD."departement_id", OLD."id", OLD."legal_form", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rna", OLD."siren", OLD."siret", OLD."slug", OLD."website"); RETURN NULL;', hash='a0f8d861f7e5baaf1d08701a8dc4d3e74dfc9acf', operation='DELETE', pgid='pgtrigger_delete_delete_271f7', table='poles_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiprolelink',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='f18603c2961ed0618de1baf47b52c9950d5243b6', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_2be37', table='poles_partnershiprolelink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiprolelink',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_partnershiprolelinkevent" ("id", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id") VALUES (NEW."id", NEW."partnership_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role_id"); RETURN NULL;', hash='32890b39cfd9366b116d15f0a3554a7a5664d708', operation='INSERT', pgid='pgtrigger_insert_insert_65ed9', table='poles_partnershiprolelink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiprolelink',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_partnershiprolelinkevent" ("id", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id") VALUES (NEW."id", NEW."partnership_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role_id"); RETURN NULL;', hash='8b09adaabaff7c35c8bb6c03d38c039234f1f6b4', operation='UPDATE', pgid='pgtrigger_update_update_1c5c2', table='poles_partnershiprolelink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiprolelink',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_partnershiprolelinkevent" ("id", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role_id") VALUES (OLD."id", OLD."partnership_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role_id"); RETURN NULL;', hash='464b25d08890af426483a416b87d7cb6245c18d0', operation='DELETE', pgid='pgtrigger_delete_delete_f70bd', table='poles_partnershiprolelink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='598b68ba28518e6b2e67575d49e14f24e6c965a2', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_f6226', table='poles_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='commune_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.commune_id\n            WHERE place.level <> 'commune'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « commune ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'commune_is_commune';\n        END IF;\n        RETURN NULL;\n    ", hash='4d3a6a4657d46c7e7313b1d7d9cab4a2e4a642d2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_commune_level_insert_5471e', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='commune_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.commune_id\n            WHERE place.level <> 'commune'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « commune ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'commune_is_commune';\n        END IF;\n        RETURN NULL;\n    ", hash='66153b6c1577362d7e11ae57a9881352a6df4b5f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_commune_level_update_d73a5', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_placeevent" ("address", "commune_id", "description", "id", "latitude", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_precision", "pole_id", "website") VALUES (NEW."address", NEW."commune_id", NEW."description", NEW."id", NEW."latitude", NEW."longitude", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."point_precision", NEW."pole_id", NEW."website"); RETURN NULL;', hash='6826611e9d4eccd3ff93bf90e02e143adcfa1845', operation='INSERT', pgid='pgtrigger_insert_insert_c2bce', table='poles_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_placeevent" ("address", "commune_id", "description", "id", "latitude", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_precision", "pole_id", "website") VALUES (NEW."address", NEW."commune_id", NEW."description", NEW."id", NEW."latitude", NEW."longitude", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."point_precision", NEW."pole_id", NEW."website"); RETURN NULL;', hash='05c2ef880ec1dc27d583b2c0127587a700dcb0d1', operation='UPDATE', pgid='pgtrigger_update_update_39340', table='poles_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='place',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_placeevent" ("address", "commune_id", "description", "id", "latitude", "longitude", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "point_precision", "pole_id", "website") VALUES (OLD."address", OLD."commune_id", OLD."description", OLD."id", OLD."latitude", OLD."longitude", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."point_precision", OLD."pole_id", OLD."website"); RETURN NULL;', hash='ef0560b0761855953dc27db2da4781cda786cc3b', operation='DELETE', pgid='pgtrigger_delete_delete_970df', table='poles_place', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='c455c3cd96593a97bda6219cb4f62ca51b01352f', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_df3fa', table='poles_partnership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_partnershipevent" ("amount", "collectivity_id", "end_precision", "id", "link", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "start_precision") VALUES (NEW."amount", NEW."collectivity_id", NEW."end_precision", NEW."id", NEW."link", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id", NEW."start_precision"); RETURN NULL;', hash='5e401719e6bcf412820dad7095320fe7eaa4cc7b', operation='INSERT', pgid='pgtrigger_insert_insert_9ef5a', table='poles_partnership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_partnershipevent" ("amount", "collectivity_id", "end_precision", "id", "link", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "start_precision") VALUES (NEW."amount", NEW."collectivity_id", NEW."end_precision", NEW."id", NEW."link", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id", NEW."start_precision"); RETURN NULL;', hash='ec3f2279cd57f8877b58858180de4495856c9253', operation='UPDATE', pgid='pgtrigger_update_update_2d65b', table='poles_partnership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_partnershipevent" ("amount", "collectivity_id", "end_precision", "id", "link", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "start_precision") VALUES (OLD."amount", OLD."collectivity_id", OLD."end_precision", OLD."id", OLD."link", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id", OLD."start_precision"); RETURN NULL;', hash='d0a52842fcc1b857cc89c7f1f84c0c40c75f9b3b', operation='DELETE', pgid='pgtrigger_delete_delete_6b875', table='poles_partnership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='ccfd1c78241db9173e4326668684afef003de262', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_74a68', table='poles_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_membershipevent" ("end_precision", "id", "member_type", "organisation_id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "role", "source", "start_precision") VALUES (NEW."end_precision", NEW."id", NEW."member_type", NEW."organisation_id", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id", NEW."role", NEW."source", NEW."start_precision"); RETURN NULL;', hash='197e6b9d42351edf8dbfe10b4bc4a3865e4c9600', operation='INSERT', pgid='pgtrigger_insert_insert_8c685', table='poles_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_membershipevent" ("end_precision", "id", "member_type", "organisation_id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "role", "source", "start_precision") VALUES (NEW."end_precision", NEW."id", NEW."member_type", NEW."organisation_id", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id", NEW."role", NEW."source", NEW."start_precision"); RETURN NULL;', hash='ee0e0a054cdcfc60b44ac7b1d00b626b5e84f18a', operation='UPDATE', pgid='pgtrigger_update_update_33f6f', table='poles_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_membershipevent" ("end_precision", "id", "member_type", "organisation_id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "role", "source", "start_precision") VALUES (OLD."end_precision", OLD."id", OLD."member_type", OLD."organisation_id", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id", OLD."role", OLD."source", OLD."start_precision"); RETURN NULL;', hash='f653eae0a7f873a074a88f51155555a94cb52fb4', operation='DELETE', pgid='pgtrigger_delete_delete_e8405', table='poles_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formerslug',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='daf5740a7dd8cfaa77daae305c7a5ff6ffcd46f8', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_21d91', table='poles_formerslug', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formerslug',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_formerslugevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "slug") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id", NEW."slug"); RETURN NULL;', hash='50e1525dadee73fdf3c4f237a4a20da2a82f0246', operation='INSERT', pgid='pgtrigger_insert_insert_0e26c', table='poles_formerslug', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formerslug',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_formerslugevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "slug") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id", NEW."slug"); RETURN NULL;', hash='950c304b57740c0cc603f6d7a93fe19cfdc56bef', operation='UPDATE', pgid='pgtrigger_update_update_a9715', table='poles_formerslug', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formerslug',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_formerslugevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "slug") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id", OLD."slug"); RETURN NULL;', hash='f0ab9fe37120b8aa9d455d2e506ffd6780047451', operation='DELETE', pgid='pgtrigger_delete_delete_0f0de', table='poles_formerslug', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldorigin',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='6756e517858d8ef174624a4b47cb31ccc3b08658', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_d20be', table='poles_fieldorigin', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldorigin',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_fieldoriginevent" ("as_of", "field", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id") VALUES (NEW."as_of", NEW."field", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id"); RETURN NULL;', hash='7a5e7b30b2a9ca03979ea4052e1cee5e3b8ce642', operation='INSERT', pgid='pgtrigger_insert_insert_10988', table='poles_fieldorigin', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldorigin',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_fieldoriginevent" ("as_of", "field", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id") VALUES (NEW."as_of", NEW."field", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id"); RETURN NULL;', hash='342c793b0b0859f00876404fa1e891d3203ef11b', operation='UPDATE', pgid='pgtrigger_update_update_79c32', table='poles_fieldorigin', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldorigin',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_fieldoriginevent" ("as_of", "field", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id") VALUES (OLD."as_of", OLD."field", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id"); RETURN NULL;', hash='8ba5ef23e959b6968c9c64085ce4487a6fe738f0', operation='DELETE', pgid='pgtrigger_delete_delete_3cca8', table='poles_fieldorigin', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='poleterritory',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='b0edd1fda96026b15ff23cecdbcec1b4a25c45a3', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_a36e9', table='poles_poleterritory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='poleterritory',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_poleterritoryevent" ("collectivity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id") VALUES (NEW."collectivity_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id"); RETURN NULL;', hash='4b782cdc0a49d694ed73732dd77061d880d7800e', operation='INSERT', pgid='pgtrigger_insert_insert_3afb5', table='poles_poleterritory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='poleterritory',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_poleterritoryevent" ("collectivity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id") VALUES (NEW."collectivity_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id"); RETURN NULL;', hash='ea69e751cafd3f964a96e0ffe98cb1b9412727fd', operation='UPDATE', pgid='pgtrigger_update_update_2df60', table='poles_poleterritory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='poleterritory',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_poleterritoryevent" ("collectivity_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id") VALUES (OLD."collectivity_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id"); RETURN NULL;', hash='dbd46f7c1677618581600cd5dc592d5504f1907b', operation='DELETE', pgid='pgtrigger_delete_delete_abd58', table='poles_poleterritory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recognition',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='c36d11b771d6e8ae0442fa26d9947fe5952dc337', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_dc440', table='poles_recognition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recognition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_recognitionevent" ("end_precision", "id", "kind", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "recognised_by", "result", "source", "start_precision") VALUES (NEW."end_precision", NEW."id", NEW."kind", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id", NEW."recognised_by", NEW."result", NEW."source", NEW."start_precision"); RETURN NULL;', hash='9789103eab3df9f032d46642f24f5fb33e52c811', operation='INSERT', pgid='pgtrigger_insert_insert_c29e7', table='poles_recognition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recognition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_recognitionevent" ("end_precision", "id", "kind", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "recognised_by", "result", "source", "start_precision") VALUES (NEW."end_precision", NEW."id", NEW."kind", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id", NEW."recognised_by", NEW."result", NEW."source", NEW."start_precision"); RETURN NULL;', hash='1d5b0fb8fc62cbcfb31b0824ccd6402f014a6136', operation='UPDATE', pgid='pgtrigger_update_update_1877e', table='poles_recognition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recognition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_recognitionevent" ("end_precision", "id", "kind", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "recognised_by", "result", "source", "start_precision") VALUES (OLD."end_precision", OLD."id", OLD."kind", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id", OLD."recognised_by", OLD."result", OLD."source", OLD."start_precision"); RETURN NULL;', hash='fd8d549df17e3c833503998b4d0489eff09aed5e', operation='DELETE', pgid='pgtrigger_delete_delete_18aa0', table='poles_recognition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='polesector',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='a4730a8546f60a202838a22832c7006e17f02498', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_b992d', table='poles_polesector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='polesector',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_polesectorevent" ("id", "is_pivot", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "sector_id") VALUES (NEW."id", NEW."is_pivot", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id", NEW."sector_id"); RETURN NULL;', hash='7cdf5a408cfbe9748e047ef78e4b0b8023bb8211', operation='INSERT', pgid='pgtrigger_insert_insert_48ac4', table='poles_polesector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='polesector',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_polesectorevent" ("id", "is_pivot", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "sector_id") VALUES (NEW."id", NEW."is_pivot", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id", NEW."sector_id"); RETURN NULL;', hash='afa30edde109a43a84ae3c54fcfa55fb928f2ae4', operation='UPDATE', pgid='pgtrigger_update_update_7f7c7', table='poles_polesector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='polesector',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_polesectorevent" ("id", "is_pivot", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "sector_id") VALUES (OLD."id", OLD."is_pivot", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id", OLD."sector_id"); RETURN NULL;', hash='82d3ee238b37edaeef8b019a0ef67df12d45b9b2', operation='DELETE', pgid='pgtrigger_delete_delete_d381b', table='poles_polesector', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='6e3cdde09226e22b94dffefcb15881817e1a5b38', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_b02d4', table='poles_pole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='stamp_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."acronym" IS DISTINCT FROM (NEW."acronym") OR OLD."checked_on" IS DISTINCT FROM (NEW."checked_on") OR OLD."confidence" IS DISTINCT FROM (NEW."confidence") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."ended_year" IS DISTINCT FROM (NEW."ended_year") OR OLD."founded_year" IS DISTINCT FROM (NEW."founded_year") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_evidence_on" IS DISTINCT FROM (NEW."last_evidence_on") OR OLD."last_evidence_source" IS DISTINCT FROM (NEW."last_evidence_source") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."lead_organisation_id" IS DISTINCT FROM (NEW."lead_organisation_id") OR OLD."legal_form" IS DISTINCT FROM (NEW."legal_form") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."members_announced" IS DISTINCT FROM (NEW."members_announced") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."picture_id" IS DISTINCT FROM (NEW."picture_id") OR OLD."picture_alt" IS DISTINCT FROM (NEW."picture_alt") OR OLD."picture_credit" IS DISTINCT FROM (NEW."picture_credit") OR OLD."point_precision" IS DISTINCT FROM (NEW."point_precision") OR OLD."publication" IS DISTINCT FROM (NEW."publication") OR OLD."rna" IS DISTINCT FROM (NEW."rna") OR OLD."scale" IS DISTINCT FROM (NEW."scale") OR OLD."seat_address" IS DISTINCT FROM (NEW."seat_address") OR OLD."seat_commune_id" IS DISTINCT FROM (NEW."seat_commune_id") OR OLD."seat_departement_id" IS DISTINCT FROM (NEW."seat_departement_id") OR OLD."siren" IS DISTINCT FROM (NEW."siren") OR OLD."siret" IS DISTINCT FROM (NEW."siret") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='NEW.updated_at = pg_catalog.now(); RETURN NEW;', hash='b337e99c11ff91fb1217c6a28c34d7353c27efb1', operation='UPDATE', pgid='pgtrigger_stamp_update_ba0c4', table='poles_pole', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='number_given_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."number" IS DISTINCT FROM (NEW."number"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4ccaab4b5abebf24cb7539ff68fa89912e54b4b3', operation='UPDATE', pgid='pgtrigger_number_given_once_8eed5', table='poles_pole', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='keep_former_slug', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."slug" IS DISTINCT FROM (NEW."slug"))', func='\n        DELETE FROM public.poles_formerslug WHERE slug = NEW.slug AND pole_id = NEW.id;\n        INSERT INTO public.poles_formerslug (slug, pole_id) VALUES (OLD.slug, NEW.id);\n        RETURN NULL;\n    ', hash='6e4969c56ea7295ceec4c0deb097e931d8cb5af8', operation='UPDATE', pgid='pgtrigger_keep_former_slug_2bbb2', table='poles_pole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='refuse_former_slug_of_another', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT FROM public.poles_formerslug WHERE slug = NEW.slug AND pole_id <> NEW.id) THEN\n            RAISE EXCEPTION 'Cette adresse a été celle d''un autre pôle : elle y redirige.'\n                USING ERRCODE = 'unique_violation', CONSTRAINT = 'pole_slug_not_former_of_another';\n        END IF;\n        RETURN NEW;\n    ", hash='8a52fcb5bf4ce581f642e4fcec495d081620e30e', operation='INSERT OR UPDATE OF "slug"', pgid='pgtrigger_refuse_former_slug_of_another_b2a35', table='poles_pole', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='seat_commune_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.seat_commune_id\n            WHERE place.level <> 'commune'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « commune ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_commune_is_commune';\n        END IF;\n        RETURN NULL;\n    ", hash='969b6d132dc86004126e2f604c5eaa74f6b1718a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_seat_commune_level_insert_a3bce', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_pole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='seat_commune_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.seat_commune_id\n            WHERE place.level <> 'commune'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « commune ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_commune_is_commune';\n        END IF;\n        RETURN NULL;\n    ", hash='0f0d4043d2cd186f45a0a21f221e5d294fa0db41', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_seat_commune_level_update_8b6d7', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_pole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='seat_departement_level_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.seat_departement_id\n            WHERE place.level <> 'departement'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « département ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_departement_is_departement';\n        END IF;\n        RETURN NULL;\n    ", hash='528ed5ed388ae3edb84db57fa44f789e85d80e71', level='STATEMENT', operation='INSERT', pgid='pgtrigger_seat_departement_level_insert_2a7e2', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_pole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='seat_departement_level_update', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT FROM new_rows JOIN public.poles_collectivity AS place ON place.id = new_rows.seat_departement_id\n            WHERE place.level <> 'departement'\n        ) THEN\n            RAISE EXCEPTION 'La collectivité doit être de l''échelon « département ».'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_departement_is_departement';\n        END IF;\n        RETURN NULL;\n    ", hash='2f4319299ce1b93010ebf3083b30bb8cf21a0961', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_seat_departement_level_update_971e2', referencing='REFERENCING NEW TABLE AS new_rows ', table='poles_pole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='07d5a4fc769ed6a1c2c239fca50599a5a4e4e936', operation='DELETE', pgid='pgtrigger_never_deleted_cea98', table='poles_pole', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_poleevent" ("acronym", "checked_on", "confidence", "created_at", "description", "email", "ended_year", "founded_year", "id", "last_evidence_on", "last_evidence_source", "latitude", "lead_organisation_id", "legal_form", "longitude", "members_announced", "name", "number", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "picture_alt", "picture_credit", "picture_id", "point_precision", "publication", "rna", "scale", "seat_address", "seat_commune_id", "seat_departement_id", "siren", "siret", "slug", "summary", "website") VALUES (NEW."acronym", NEW."checked_on", NEW."confidence", NEW."created_at", NEW."description", NEW."email", NEW."ended_year", NEW."founded_year", NEW."id", NEW."last_evidence_on", NEW."last_evidence_source", NEW."latitude", NEW."lead_organisation_id", NEW."legal_form", NEW."longitude", NEW."members_announced", NEW."name", NEW."number", NEW."origin", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."picture_alt", NEW."picture_credit", NEW."picture_id", NEW."point_precision", NEW."publication", NEW."rna", NEW."scale", NEW."seat_address", NEW."seat_commune_id", NEW."seat_departement_id", NEW."siren", NEW."siret", NEW."slug", NEW."summary", NEW."website"); RETURN NULL;', hash='ef24a53da7e785e8cbb7bd7fa5dab723114953ef', operation='INSERT', pgid='pgtrigger_insert_insert_2aa14', table='poles_pole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."acronym" IS DISTINCT FROM (NEW."acronym") OR OLD."checked_on" IS DISTINCT FROM (NEW."checked_on") OR OLD."confidence" IS DISTINCT FROM (NEW."confidence") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."ended_year" IS DISTINCT FROM (NEW."ended_year") OR OLD."founded_year" IS DISTINCT FROM (NEW."founded_year") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_evidence_on" IS DISTINCT FROM (NEW."last_evidence_on") OR OLD."last_evidence_source" IS DISTINCT FROM (NEW."last_evidence_source") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."lead_organisation_id" IS DISTINCT FROM (NEW."lead_organisation_id") OR OLD."legal_form" IS DISTINCT FROM (NEW."legal_form") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."members_announced" IS DISTINCT FROM (NEW."members_announced") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."picture_id" IS DISTINCT FROM (NEW."picture_id") OR OLD."picture_alt" IS DISTINCT FROM (NEW."picture_alt") OR OLD."picture_credit" IS DISTINCT FROM (NEW."picture_credit") OR OLD."point_precision" IS DISTINCT FROM (NEW."point_precision") OR OLD."publication" IS DISTINCT FROM (NEW."publication") OR OLD."rna" IS DISTINCT FROM (NEW."rna") OR OLD."scale" IS DISTINCT FROM (NEW."scale") OR OLD."seat_address" IS DISTINCT FROM (NEW."seat_address") OR OLD."seat_commune_id" IS DISTINCT FROM (NEW."seat_commune_id") OR OLD."seat_departement_id" IS DISTINCT FROM (NEW."seat_departement_id") OR OLD."siren" IS DISTINCT FROM (NEW."siren") OR OLD."siret" IS DISTINCT FROM (NEW."siret") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='INSERT INTO "poles_poleevent" ("acronym", "checked_on", "confidence", "created_at", "description", "email", "ended_year", "founded_year", "id", "last_evidence_on", "last_evidence_source", "latitude", "lead_organisation_id", "legal_form", "longitude", "members_announced", "name", "number", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "picture_alt", "picture_credit", "picture_id", "point_precision", "publication", "rna", "scale", "seat_address", "seat_commune_id", "seat_departement_id", "siren", "siret", "slug", "summary", "website") VALUES (NEW."acronym", NEW."checked_on", NEW."confidence", NEW."created_at", NEW."description", NEW."email", NEW."ended_year", NEW."founded_year", NEW."id", NEW."last_evidence_on", NEW."last_evidence_source", NEW."latitude", NEW."lead_organisation_id", NEW."legal_form", NEW."longitude", NEW."members_announced", NEW."name", NEW."number", NEW."origin", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."picture_alt", NEW."picture_credit", NEW."picture_id", NEW."point_precision", NEW."publication", NEW."rna", NEW."scale", NEW."seat_address", NEW."seat_commune_id", NEW."seat_departement_id", NEW."siren", NEW."siret", NEW."slug", NEW."summary", NEW."website"); RETURN NULL;', hash='118cf7086332b18a24f028993538670dfc18e5e6', operation='UPDATE', pgid='pgtrigger_update_update_75c40', table='poles_pole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pole',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_poleevent" ("acronym", "checked_on", "confidence", "created_at", "description", "email", "ended_year", "founded_year", "id", "last_evidence_on", "last_evidence_source", "latitude", "lead_organisation_id", "legal_form", "longitude", "members_announced", "name", "number", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "picture_alt", "picture_credit", "picture_id", "point_precision", "publication", "rna", "scale", "seat_address", "seat_commune_id", "seat_departement_id", "siren", "siret", "slug", "summary", "website") VALUES (OLD."acronym", OLD."checked_on", OLD."confidence", OLD."created_at", OLD."description", OLD."email", OLD."ended_year", OLD."founded_year", OLD."id", OLD."last_evidence_on", OLD."last_evidence_source", OLD."latitude", OLD."lead_organisation_id", OLD."legal_form", OLD."longitude", OLD."members_announced", OLD."name", OLD."number", OLD."origin", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."picture_alt", OLD."picture_credit", OLD."picture_id", OLD."point_precision", OLD."publication", OLD."rna", OLD."scale", OLD."seat_address", OLD."seat_commune_id", OLD."seat_departement_id", OLD."siren", OLD."siret", OLD."slug", OLD."summary", OLD."website"); RETURN NULL;', hash='3a36bd8ef41fd55bf2d50ad8f3f5654352e6aff9', operation='DELETE', pgid='pgtrigger_delete_delete_0c5fc', table='poles_pole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='socialaddress',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='6ad29289cc364d001e0752955d5c809cbea7e38b', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_97377', table='poles_socialaddress', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='socialaddress',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_socialaddressevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "url") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id", NEW."url"); RETURN NULL;', hash='92123a84f32947a8ea081cd5256ac30b952679b0', operation='INSERT', pgid='pgtrigger_insert_insert_fb4e0', table='poles_socialaddress', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='socialaddress',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_socialaddressevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "url") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id", NEW."url"); RETURN NULL;', hash='8eb8cb5667c7f089ceb5221801a217f7ea630d58', operation='UPDATE', pgid='pgtrigger_update_update_69995', table='poles_socialaddress', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='socialaddress',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_socialaddressevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "url") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id", OLD."url"); RETURN NULL;', hash='30e908689e720aee328278149d3d6aebcb70eebf', operation='DELETE', pgid='pgtrigger_delete_delete_a5ac0', table='poles_socialaddress', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='170865d04051f11f790a52675ab4e4f9980e6065', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_5f626', table='poles_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_sourceevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "url") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id", NEW."url"); RETURN NULL;', hash='af508e07fc46bbfce7162f00b26c4101d816a138', operation='INSERT', pgid='pgtrigger_insert_insert_e5bca', table='poles_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_sourceevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "url") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id", NEW."url"); RETURN NULL;', hash='4ba3a44c16e837edbb3d15a2203418d9e8779ab0', operation='UPDATE', pgid='pgtrigger_update_update_7100b', table='poles_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_sourceevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "url") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id", OLD."url"); RETURN NULL;', hash='4c3616252774b2ec104b77eb7cb3349074224d1e', operation='DELETE', pgid='pgtrigger_delete_delete_1043c', table='poles_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='content_version', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM public.note_content_change(); RETURN NULL;', hash='ca1278c635726b6adc4ea01ebe38b741a2f18797', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_content_version_7f1c2', table='poles_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_stageevent" ("end_precision", "id", "name", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "source", "start_precision") VALUES (NEW."end_precision", NEW."id", NEW."name", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pole_id", NEW."source", NEW."start_precision"); RETURN NULL;', hash='0f1997d7f0f463a6e79f861aec5ead18987cb7a1', operation='INSERT', pgid='pgtrigger_insert_insert_5c9ae', table='poles_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "poles_stageevent" ("end_precision", "id", "name", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "source", "start_precision") VALUES (NEW."end_precision", NEW."id", NEW."name", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pole_id", NEW."source", NEW."start_precision"); RETURN NULL;', hash='35e89b46e5961ca5630ed79129909e520720a205', operation='UPDATE', pgid='pgtrigger_update_update_fbeea', table='poles_stage', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stage',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "poles_stageevent" ("end_precision", "id", "name", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pole_id", "source", "start_precision") VALUES (OLD."end_precision", OLD."id", OLD."name", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pole_id", OLD."source", OLD."start_precision"); RETURN NULL;', hash='e9f28f3383ede4defb0fb0190b9aee1db1b8af07', operation='DELETE', pgid='pgtrigger_delete_delete_565e4', table='poles_stage', when='AFTER')),
        ),
    ]
