"""Signing in, in tests: as the whole flow of pages leaves a session."""

import base64
import hashlib
import hmac
import struct
import time

from django.conf import settings

from accounts.second_factor import SHOWN_BY


def sign_in(client, user, second_factor=True):
    """Sign `user` in, having shown a second factor or not."""
    client.force_login(user)
    if second_factor:
        session = client.session
        session[SHOWN_BY] = user.pk
        session.save()
    return client


def cookie_of(client, address):
    """The session of a client, for a browser to take over at `address`."""
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": address}


def code_of(secret, steps=0):
    """What an application of codes shows for this key (RFC 6238), so many steps of thirty seconds later."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"
