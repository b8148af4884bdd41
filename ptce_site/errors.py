"""Faults that are told to the operator in one line."""

import errno

REASONS = {
    errno.ENOENT: "introuvable",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "un élément du chemin n'est pas un dossier",
    errno.ENOSPC: "disque plein",
    errno.EROFS: "disque en lecture seule",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EADDRINUSE: "déjà utilisé",
}


def reason(error: OSError) -> str:
    """Why the system refused, in French where it is a usual reason."""
    return REASONS.get(error.errno or 0, error.strerror or "raison inconnue")


class DatabaseUnavailable(Exception):  # noqa: N818 (what is wrong is its name)
    """The database cannot be used; the message says why and what to do, in French."""
