"""Words that a newcomer may not know. Facts: law no. 2014-856 of 31 July 2014, article 9, and the sources on /chiffres/."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Word:
    """A word, its definition, and the anchor where it stands."""

    anchor: str
    name: str
    definition: object


WORDS = (
    Word("ami", "AMI, AAP", _("Appel à manifestation d'intérêt, appel à projets : l'État y choisit des pôles à aider.")),
    Word(
        "epci", "CA, CC, CU",
        _("Communauté d'agglomération, de communes, urbaine : des communes groupées en une intercommunalité."),
    ),
    Word("charte", "Charte des PTCE", _("Texte porté par le Labo de l'ESS, que des pôles signent.")),
    Word("collectivite", "Collectivité", _("Région, département, intercommunalité ou commune.")),
    Word(
        "a-confirmer", "À confirmer par le pôle",
        _("Les sources trouvées ne suffisent pas à tout établir de ce pôle, qui n'a pas encore confirmé sa page."),
    ),
    Word("cress", "CRESS", _("Chambre régionale de l'économie sociale et solidaire.")),
    Word(
        "ess", "ESS",
        _("Économie sociale et solidaire : associations, coopératives, mutuelles, fondations, sociétés d'utilité sociale."),
    ),
    Word(
        "ptce", "PTCE",
        _(
            "Pôle territorial de coopération économique : des entreprises de l'ESS d'un même territoire qui s'associent à "
            "d'autres entreprises, avec des collectivités, des centres de recherche, des établissements d'enseignement "
            "supérieur ou de formation, autour d'une stratégie commune et durable. La loi du 31 juillet 2014 le définit ; "
            "ce n'est pas une forme juridique."
        ),
    ),
    Word("rna", "RNA", _("Répertoire national des associations : un numéro qui commence par W.")),
    Word("scic", "SCIC", _("Société coopérative d'intérêt collectif : salariés, usagers et collectivités s'y associent.")),
    Word("scop", "SCOP", _("Société coopérative et participative, dont les salariés sont les associés majoritaires.")),
    Word("secteur-pivot", "Secteur pivot", _("Le secteur principal du pôle.")),
    Word("siren", "SIREN", _("Numéro à neuf chiffres d'une entreprise, d'une association ou d'une collectivité.")),
    Word("siret", "SIRET", _("Numéro à quatorze chiffres d'un établissement : le SIREN de sa structure, et cinq chiffres.")),
    Word("sraddet", "SRADDET", _("Schéma régional d'aménagement, de développement durable et d'égalité des territoires.")),
    Word("srdeii", "SRDEII", _("Schéma régional de développement économique, d'innovation et d'internationalisation.")),
    Word("structure-porteuse", "Structure porteuse", _("La personne morale qui porte le pôle : elle emploie, signe, reçoit.")),
    Word("tiers-lieu", "Tiers-lieu", _("Un lieu partagé, ni domicile ni bureau, où l'on travaille et agit ensemble.")),
)  # fmt: skip
BY_ANCHOR = {word.anchor: word for word in WORDS}
