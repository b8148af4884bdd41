"""One settings module, driven by the environment; every variable is described in docs/operator.md.

Safe by default: DEBUG is off, there is no default secret and no default account.
"""

import hashlib
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from ptce_site import database
from ptce_site.environment import env, mail, one_line, secret, tile_host, whole

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret("SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured("définissez SECRET_KEY ou SECRET_KEY_FILE (« make run » et « make test » s'en chargent).")

# --- Address of the site -----------------------------------------------------------------------------------------
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{one_line('PORT', '8000')}").rstrip("/")
if urlsplit(SITE_URL).scheme not in {"http", "https"} or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured("SITE_URL doit être une adresse complète, comme https://annuaire.example.")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname, "localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^etat/$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# --- Maps: outlines are ours; the tiles of a map service are asked for only when these name one --------------------
MAP_TILE_URL = one_line("MAP_TILE_URL")
MAP_TILE_CREDITS = one_line("MAP_TILE_CREDITS")
MAP_TILE_HOSTS = [tile_host(MAP_TILE_URL)] if MAP_TILE_URL else []
if MAP_TILE_URL and not MAP_TILE_CREDITS:
    raise ImproperlyConfigured("MAP_TILE_CREDITS doit dire à qui est le fond de carte de MAP_TILE_URL.")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, *MAP_TILE_HOSTS],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in [
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    ]
}

# --- Who publishes (shown on the legal pages) --------------------------------------------------------------------
SITE_NAME = one_line("SITE_NAME", "Annuaire des PTCE")
PUBLISHER_NAME = one_line("PUBLISHER_NAME")
PUBLISHER_ADDRESS = one_line("PUBLISHER_ADDRESS")
PUBLICATION_DIRECTOR = one_line("PUBLICATION_DIRECTOR")
CONTACT_EMAIL = one_line("CONTACT_EMAIL")
HOST_NAME = one_line("HOST_NAME")
HOST_ADDRESS = one_line("HOST_ADDRESS")
HOST_PHONE = one_line("HOST_PHONE")
DATA_PROTECTION_EMAIL = one_line("DATA_PROTECTION_EMAIL", CONTACT_EMAIL)
SECURITY_EMAIL = one_line("SECURITY_EMAIL", CONTACT_EMAIL)

# --- Applications ------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "ptce_site",
    "accounts",
    "poles",
    "charter",
    "cell",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_filters",
    "django_htmx",
    "import_export",
    "js_lib_leaflet",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts.admin_site.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "ptce_site.apps.StaticFilesOfUse",
]
MIDDLEWARE = [
    "ptce_site.middleware.no_body_for_head",
    "django.middleware.security.SecurityMiddleware",
    "ptce_site.middleware.SecurityPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ptce_site.middleware.clear_errors",
    "ptce_site.middleware.GzipPublicPages",
    "ptce_site.content_version.unchanged_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ptce_site.middleware.private_by_default",
    "pghistory.middleware.HistoryMiddleware",
]
ROOT_URLCONF = "ptce_site.urls"
WSGI_APPLICATION = "ptce_site.wsgi.application"
X_FRAME_OPTIONS = "DENY"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ptce_site.context.site",
            ],
        },
    }
]

# --- Database ----------------------------------------------------------------------------------------------------
try:
    _address = conninfo_to_dict(database.url())
except psycopg.ProgrammingError as error:
    # Not quoted: it may hold a password.
    raise ImproperlyConfigured("DATABASE_URL n'est pas une adresse de PostgreSQL (postgresql://…).") from error
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _address.pop("dbname", ""),
        "USER": _address.pop("user", ""),
        "PASSWORD": _address.pop("password", ""),
        "HOST": _address.pop("host", ""),
        "PORT": str(_address.pop("port", "")),
        "CONN_MAX_AGE": 0 if TESTING else whole("CONN_MAX_AGE", 3600),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": database.CONNECT_TIMEOUT, **_address},
    }
}
# Limits are counted together for every process and machine.
# Counters of limits: with the 300 entries of Django's default, a flood of addresses would make them forgotten.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ptce_site_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000, "CULL_FREQUENCY": 10},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- History of every change -------------------------------------------------------------------------------------
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_APPEND_ONLY = False  # erasing a person reaches history

# --- Accounts ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/espace/"
# Besides those of signing in: what a visitor sends to the cell, and the invitations that an editor sends.
ACCOUNT_RATE_LIMITS = {"claim": "5/h/ip", "report": "10/h/ip", "sign": "10/h/ip", "invite": "20/h/user"}
# Modules that tell what an app holds of a person, and erase it.
PERSONS_ELSEWHERE = ["charter.services.signatories", "cell.services.persons"]
ERASE_PERSON = "poles.services.persons.erase"  # what an account leaves everywhere goes with it
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is verified by the invitation that it received
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Browsers hold 127.0.0.1 and localhost for secure.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Without it, limits are for the address that connects; with it, for the one that so many proxies of ours say they serve.
ALLAUTH_TRUSTED_PROXY_COUNT = whole("TRUSTED_PROXY_COUNT", 0)
if TESTING:  # hundreds of accounts are made
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CSRF_FAILURE_VIEW = "ptce_site.views.forbidden"
PASSWORD_RESET_TIMEOUT = int(timedelta(days=3).total_seconds())
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- Mail: to files until a server is named ------------------------------------------------------------------------
MAIL_FOLDER = BASE_DIR / ".mail"
EMAIL_URL = secret("EMAIL_URL")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = one_line("MAIL_FROM", CONTACT_EMAIL or "annuaire@localhost")
vars().update(mail(EMAIL_URL, MAIL_FOLDER))
EMAIL_TIMEOUT = 30
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

# Whether the worker asks the sites of poles, once a month, if they still answer.
SITE_VISITS = env.bool("SITE_VISITS", default=False)

# --- Language and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "français")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

# --- Static files ------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# While developing and in the tests, files are read where they are, not where the last start gathered them.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
STATICFILES_DIRS = [BASE_DIR / "static", ("geo", BASE_DIR / "poles" / "data" / "geo")]
MADE_FILES = {"css/site.css": "ptce_site.static.sheet", "img/outlines.svg": "poles.france.emblems"}
# What each process of the server makes before its first visit.
WARM_UP = ["poles.france.warm_up"]
# Data that apps ship besides the directory's: for `prepare`, its name, its file, and what loads it.
SHIPPED = [
    ("versions de la charte", "charter/data/versions.csv", "charter.services.versions.load"),
    ("appels à projets", "cell/data/calls.csv", "cell.services.calls.load"),
]
# The first page of the back office: what waits for a person, by app; what is told besides, under the names of its template.
STAFF_WAITING = ["poles.admin.home.waiting", "charter.admin.home.waiting", "cell.admin.home.waiting", "ptce_site.admin.waiting"]
# Its lists, in the order of the work rather than of the apps: each group, and its models.
STAFF_LISTS = {
    "Annuaire": "poles.Pole poles.Organisation poles.Membership poles.Partnership poles.Recognition poles.Stage poles.Place",
    "Relecture": "poles.Proposal poles.Claim poles.Report poles.FollowUp",
    "Qui tient les pages": "poles.Coordinator poles.Invitation poles.NamedContact",
    "Charte": "charter.Signature charter.Campaign charter.CharterVersion",
    "Cellule": "cell.Call cell.Application cell.Mailing cell.Unsubscribed cell.CommitteeSeat",
    "Imports et fusions": "poles.Import poles.Operation poles.KnownApart",
    "Listes et repères": "poles.Sector poles.PartnershipRole poles.RegionalContact poles.PlanMention poles.NetworkFact "
    "poles.Collectivity poles.FormerCommune",
    "Le site": "ptce_site.SiteSettings ptce_site.HomeMessage poles.GlossaryWord accounts.User ptce_site.SavedView",
    "Journaux": "ptce_site.Letter ptce_site.Job poles.SiteCheck poles.QualityCount poles.FieldOrigin poles.Picture "
    "poles.LoadedFile",
}
STAFF_REGIONS = "poles.admin.filters.regions"  # those that a member of the regional staff may have
STAFF_TOLD = {"network": "poles.admin.network.network", "mending": "poles.admin.home.mending"}
# Recognitions that other apps write: the register of signatures, retained applications.
RECOGNITIONS_KEPT = ["charter.services.recognitions.recognised", "cell.services.applications.recognised"]
# Of two poles, or two structures, that are one: (the one that goes, the one that stays).
ON_MERGE = ["charter.services.signatures.move_all", "cell.services.applications.move_all"]
ON_ORGANISATION_MERGE = ["cell.services.committee.move_seats"]
# What the staff imports from files (`poles.services.import_kinds.ImportKind`).
IMPORT_KINDS = [f"poles.services.import_kinds.{name}" for name in ("POLES", "ORGANISATIONS", "MEMBERSHIPS", "PARTNERSHIPS")]
IMPORT_KINDS += ["poles.services.import_kinds.RECOGNITIONS", "charter.services.past.SIGNATURES"]
# Parts of the space of a pole that apps add: the words of the link, and the name of the address.
SPACE_PARTS = [("La charte : signer, et vos signatures", "charter:space")]
# Pages of each app that sitemaps list.
SITEMAP_PAGES = ["poles.views.pages.PAGES", "charter.views.PAGES", "cell.views.PAGES"]
STATICFILES_FINDERS = [
    "ptce_site.static.MadeFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = BASE_DIR / (".no-static" if TESTING else ".static")  # a test never sees what an earlier start gathered
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # uploads are kept in PostgreSQL
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "ptce_site.static.HashedStaticFiles"
    },
}
WHITENOISE_MAX_AGE = int(timedelta(hours=1).total_seconds())

# --- Uploads, requests, logs -------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A wrong host is refused with 400; a robot that tries them all need not fill the log.
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}

# --- Versions of public pages ------------------------------------------------------------------------------------
RELEASE = one_line("RELEASE")
# What settings put into a page; a change of one of them makes every cached page stale.
SETTINGS_DIGEST = hashlib.sha256(
    "\0".join(
        [
            *(SITE_URL, SITE_NAME, PUBLISHER_NAME, PUBLISHER_ADDRESS, PUBLICATION_DIRECTOR, CONTACT_EMAIL),
            *(HOST_NAME, HOST_ADDRESS, HOST_PHONE, DATA_PROTECTION_EMAIL, SECURITY_EMAIL),
            *(MAP_TILE_URL, MAP_TILE_CREDITS),
        ]
    ).encode()
).hexdigest()[:12]
