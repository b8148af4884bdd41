"""The closed lists of values. Slugs are public: they stand in addresses and in open data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """The four levels of collectivité; a code has a meaning only with its level."""

    REGION = "region", _("région")
    DEPARTEMENT = "departement", _("département")
    EPCI = "epci", _("intercommunalité")
    COMMUNE = "commune", _("commune")


class Zone(TextChoices):
    """Where a région or a département is, in the words of the official code."""

    MAINLAND = "metro", _("métropole")
    OVERSEAS_DEPARTEMENT = "drom", _("département ou région d'outre-mer")
    OVERSEAS_COLLECTIVITY = "com", _("collectivité d'outre-mer")


class PointPrecision(TextChoices):
    """What a point stands for."""

    ADDRESS = "adresse", _("adresse")
    COMMUNE = "commune", _("centre de la commune")
    EPCI = "epci", _("centre de l'intercommunalité")
    DEPARTEMENT = "departement", _("centre du département")


class FormerCommuneKind(TextChoices):
    """Communes that are no more, or are a part of another one."""

    DELEGATED = "commune-deleguee", _("commune déléguée")
    ASSOCIATED = "commune-associee", _("commune associée")
    ARRONDISSEMENT = "arrondissement-municipal", _("arrondissement municipal")


class LegalForm(TextChoices):
    """Legal form of a pole or of an organisation. A PTCE is not a legal form: it has one, or none of its own."""

    ASSOCIATION = "association", _("association")
    SCIC = "scic", _("SCIC")
    SCOP = "scop", _("SCOP")
    OTHER_COOPERATIVE = "autre-cooperative", _("autre coopérative")
    ENDOWMENT_FUND = "fonds-de-dotation", _("fonds de dotation")
    FOUNDATION = "fondation", _("fondation")
    GIE = "gie", _("GIE")
    ESS_COMPANY = "societe-commerciale-ess", _("société commerciale de l'ESS")
    NO_LEGAL_PERSON = "sans-personnalite-morale", _("sans personnalité morale propre")
    OTHER = "autre", _("autre")


class Origin(TextChoices):
    """Who started a pole."""

    ENTREPRENEURIAL = "entrepreneuriale", _("entrepreneuriale")
    CITIZEN = "citoyenne", _("citoyenne")
    COLLECTIVITY = "collectivite", _("portée par une collectivité")


class Scale(TextChoices):
    """How wide a pole's territory of action is."""

    COMMUNE = "communale", _("communale")
    EPCI = "intercommunale", _("intercommunale")
    DEPARTEMENT = "departementale", _("départementale")
    DEPARTEMENTS = "interdepartementale", _("interdépartementale")
    REGION = "regionale", _("régionale")


class Publication(TextChoices):
    """Whether the public sees a pole. One that was published and is withdrawn answers 410."""

    DRAFT = "brouillon", _("brouillon")
    PUBLISHED = "publie", _("publié")
    WITHDRAWN = "retire", _("retiré")


class Confidence(TextChoices):
    """How well what is said of a pole is supported by its sources."""

    HIGH = "high", _("bien établi")
    MEDIUM = "medium", _("à confirmer par le pôle")
    LOW = "low", _("fragile, à confirmer par le pôle")


class StageName(TextChoices):
    """Stages of a pole's life: five disjoint values, ours; sources use several words for them."""

    PROJECT = "en-projet", _("en projet")
    EMERGING = "emergent", _("émergent")
    CONSOLIDATED = "consolide", _("consolidé")
    DORMANT = "en-sommeil", _("en sommeil")
    ENDED = "cesse", _("a cessé")


class MemberType(TextChoices):
    """Families of members, after law no. 2014-856, article 9-I."""

    ESS = "ess", _("entreprise de l'ESS")
    NOT_ESS = "hors-ess", _("entreprise hors ESS")
    COLLECTIVITY = "collectivite", _("collectivité ou groupement")
    RESEARCH = "recherche-superieur", _("recherche ou enseignement supérieur")
    TRAINING = "formation", _("organisme de formation")
    OTHER = "autre", _("autre personne")


class MemberRole(TextChoices):
    """What an organisation is in a pole."""

    LEAD = "porteur", _("porteur")
    FOUNDER = "fondateur", _("fondateur")
    MEMBER = "membre", _("membre")
    PARTNER = "partenaire", _("partenaire")


class RecognitionKind(TextChoices):
    """By what a pole is recognised; calls for projects are named by their year, those that come after these by their name
    (`Recognition.call_name`)."""

    CHARTER = "charte", _("Signataire de la charte des PTCE")
    AAP_2013 = "aap-2013", _("Lauréat de l'appel à projets 2013")
    AAP_2015 = "aap-2015", _("Lauréat de l'appel à projets 2015")
    AMI_2021_PHASE_1 = "ami-2021-phase-1", _("Accompagné par l'AMI 2021 (phase 1)")
    AMI_2021_PHASE_2 = "ami-2021-phase-2", _("Lauréat de l'AMI 2021 (phase 2)")
    AMI_2022 = "ami-2022", _("Lauréat de l'AMI 2022")
    AMI_2023 = "ami-2023", _("Lauréat de l'AMI 2023")
    AMI_2024 = "ami-2024", _("Lauréat de l'AMI 2024")
    AMI_2025 = "ami-2025", _("Lauréat de l'AMI 2025")
    OTHER_CALL = "autre-appel", _("Lauréat d'un autre appel")
    WITNESS = "pole-temoin", _("Pôle témoin du Labo de l'ESS")
    CRESS_LISTED = "recense-cress", _("Recensé par une CRESS")
    SELF_DECLARED = "auto-declare", _("Se déclare PTCE")


# Those that the list names; of the other one, each row names its call.
LISTED_RECOGNITIONS = tuple(kind.value for kind in RecognitionKind if kind != RecognitionKind.OTHER_CALL)


class RegionalPlan(TextChoices):
    """Plans of a région where poles may be written in; Île-de-France, Corsica and overseas have plans of their own."""

    SRDEII = "srdeii", _("SRDEII")
    SRADDET = "sraddet", _("SRADDET")
    OTHER = "autre", _("autre document")


class StartPrecision(TextChoices):
    """How precisely the start of a period is known."""

    DAY = "day", _("au jour près")
    MONTH = "month", _("au mois près")
    YEAR = "year", _("à l'année près")
    UNKNOWN = "unknown", _("inconnu")


class EndPrecision(TextChoices):
    """How precisely the end of a period is known. Unknown is not open: nobody says that it still holds."""

    DAY = "day", _("au jour près")
    MONTH = "month", _("au mois près")
    YEAR = "year", _("à l'année près")
    OPEN = "open", _("toujours en cours")
    UNKNOWN = "unknown", _("inconnue")


class CoordinatorLevel(TextChoices):
    """What a person may do in the space of a pole."""

    EDITOR = "editor", _("modifier la page")
    READER = "reader", _("lire l'espace")


class ProposalState(TextChoices):
    """Where a proposal of changes stands."""

    DRAFT = "brouillon", _("brouillon")
    SUBMITTED = "envoyee", _("envoyée à la cellule")
    ACCEPTED = "acceptee", _("acceptée")
    PARTLY_ACCEPTED = "acceptee-en-partie", _("acceptée en partie")
    SENT_BACK = "renvoyee", _("à revoir")
    REFUSED = "refusee", _("refusée")
    WITHDRAWN = "retiree", _("retirée")
    SUPERSEDED = "remplacee", _("remplacée")


class ClaimState(TextChoices):
    """Where the request of somebody who says that they animate a pole stands."""

    WAITING = "attend", _("à décider")
    ACCEPTED = "acceptee", _("acceptée")
    REFUSED = "refusee", _("refusée")


class Decision(TextChoices):
    """What the cell decided of one change."""

    ACCEPTED = "acceptee", _("accepté")
    REFUSED = "refusee", _("refusé")


class OriginKind(TextChoices):
    """Where the value of a field comes from."""

    IMPORT = "import", _("import")
    STAFF = "cellule", _("cellule")
    POLE = "pole", _("pôle")


class RecordKind(TextChoices):
    """What may be held twice."""

    POLE = "pole", _("pôle")
    ORGANISATION = "structure", _("structure")


class OperationKind(TextChoices):
    """What the staff does at once to many rows."""

    MERGE_POLES = "fusion-poles", _("fusion de pôles")
    MERGE_ORGANISATIONS = "fusion-structures", _("fusion de structures")
    IMPORT = "import", _("import")


class ImportState(TextChoices):
    """Where a file that was sent to be imported stands."""

    RECEIVED = "recu", _("colonnes à vérifier")
    TRYING = "essai", _("essai en cours")
    TRIED = "essaye", _("essayé, rien n'est écrit")
    WRITING = "ecriture", _("écriture en cours")
    WRITTEN = "ecrit", _("importé")
    FAILED = "echec", _("interrompu, rien n'est écrit")


class SiteState(TextChoices):
    """Whether a web address answers."""

    UNKNOWN = "inconnu", _("on ne sait pas")
    ALIVE = "repond", _("répond")
    FAILING = "echoue", _("ne répond pas, à redemander")
    DEAD = "mort", _("ne répond plus")
    CLOSED = "ferme", _("ne veut pas de visites automatiques")


class FactUnit(TextChoices):
    """Unit of a network-wide figure."""

    COUNT = "count", _("nombre")
    EUR = "EUR", _("euros")
    PERCENT = "%", _("%")
    TEXT = "text", _("texte")
