"""The certificate of a signature as a PDF that a screen reader can read (PDF/UA-1), by WeasyPrint."""

from pathlib import Path
from typing import Any

SHEET = Path(__file__).resolve().parent / "data" / "certificate.css"


class CannotMakePdf(Exception):  # noqa: N818 (a page tells it)
    """This machine lacks what WeasyPrint needs: Pango."""


def pdf(html: str) -> bytes:
    """The PDF of a page; nothing that it refers to is fetched, be it a file. Raises CannotMakePdf."""
    weasyprint = _weasyprint()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    sheet = weasyprint.CSS(string=SHEET.read_text(encoding="utf-8"), url_fetcher=nothing)
    made: bytes = weasyprint.HTML(string=html, url_fetcher=nothing).write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    return made


def _weasyprint() -> Any:
    """Imported when the first PDF is asked for: it loads libraries of the system."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise CannotMakePdf from error
    return weasyprint
