"""« de » before a name, as French writes it."""

VOWELS = tuple("aeiouyàâäéèêëîïôöùûüœæ")


def of(name: str) -> str:
    """« d'Angers », « du Mans », « des Neyrolles », « de La Rochelle », « de Toulouse »."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d'{name}" if name.lower().startswith(VOWELS) else f"de {name}"
