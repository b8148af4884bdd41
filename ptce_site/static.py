"""How our own static files are named and packed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Files named by their content, so that they are cached for ever; imports between ES modules are rewritten too."""

    support_js_module_import_aggregation = True
