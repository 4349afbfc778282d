# SPDX-License-Identifier: MIT
"""OAuth of a portal: codes that live half a minute, pairs of tokens, the page that grants."""
import hashlib
import threading
from itertools import count
from urllib.parse import urlencode

from answer import Answer, Error

CLIENT_ID, CLIENT_SECRET = "local.65f0a1b2c3d4e5.12345678", "cLiEnTsEcReT0123456789abcdefghij"
CODE_LIFE, REFRESH_LIFE = 30, 180 * 86400
PAGE = """<!DOCTYPE html><html><body><h1>imolog asks for access</h1>
<p>Code: <code>%s</code></p></body></html>"""


class Tokens:
    """access: token → (end, refresh token). A refresh token works once."""

    def __init__(self, clock, knobs, secrets):
        self.clock, self.knobs, self.secrets = clock, knobs, secrets
        self.access, self.refresh, self.codes = {}, {}, {}
        self.lock, self.counter = threading.Lock(), count(1)
        secrets.add(CLIENT_SECRET)

    def word(self, kind):
        made = hashlib.sha256(f"{kind} {next(self.counter)}".encode()).hexdigest()[:40]
        self.secrets.add(made)
        return made

    def grant(self):
        """A new pair."""
        now = self.clock()
        access, refresh = self.word("access"), self.word("refresh")
        with self.lock:
            self.access[access] = now + self.knobs.token_life
            self.refresh[refresh] = now + REFRESH_LIFE
        return access, refresh

    def code(self):
        made = self.word("code")
        self.codes[made] = self.clock() + CODE_LIFE
        return made

    def expire(self):
        with self.lock:
            self.access = dict.fromkeys(self.access, 0)

    def check(self, token):
        end = self.access.get(token)
        if end is None:
            raise Error("NO_AUTH_FOUND")
        if self.clock() >= end:
            raise Error("expired_token")

    def use(self, store, word):
        """Whether the word was there and still lives; it works once."""
        with self.lock:
            end = store.pop(word, None)
        return end is not None and self.clock() < end


def fail(code, status=400):
    return Answer({"error": code, "error_description": code.replace("_", " ")}, status)


def authorize(portal, request):
    """Sends a browser back with a code, or shows it where no address is given."""
    params = request.params() or {}
    if params.get("client_id") != CLIENT_ID:
        return fail("invalid_client", 401)
    code = portal.tokens.code()
    back = params.get("redirect_uri")
    if not back:
        return Answer((PAGE % code).encode(), 200, "text/html; charset=utf-8")
    query = urlencode({"code": code, "state": params.get("state", ""), "domain": portal.host,
                       "member_id": "a223c6b3710f85df22e9377d6c4f7553",
                       "scope": portal.knobs.scopes, "server_domain": "oauth.bitrix.info"})
    to = back + ("&" if "?" in back else "?") + query
    return Answer(b"", 302, "text/html; charset=utf-8", [("Location", to)])


def token(portal, request):
    """(answer, error code or None) of /oauth/token/."""
    params, tokens = request.params() or {}, portal.tokens
    if params.get("client_id") != CLIENT_ID or params.get("client_secret") != CLIENT_SECRET:
        return fail("invalid_client", 401), "invalid_client"
    kind = params.get("grant_type")
    if kind == "refresh_token":
        if portal.knobs.refresh != "ok":
            return fail(portal.knobs.refresh), portal.knobs.refresh
        is_good = tokens.use(tokens.refresh, params.get("refresh_token", ""))
    elif kind == "authorization_code":
        is_good = tokens.use(tokens.codes, params.get("code", ""))
    else:
        return fail("invalid_request"), "invalid_request"
    if not is_good:
        return fail("invalid_grant"), "invalid_grant"
    access, refresh = tokens.grant()
    life = portal.knobs.token_life
    return Answer({
        "access_token": access, "refresh_token": refresh, "expires": int(portal.now()) + life,
        "expires_in": life, "client_endpoint": f"{portal.url}/rest/",
        "server_endpoint": f"{portal.url}/rest/", "domain": "oauth.bitrix.info",
        "member_id": "a223c6b3710f85df22e9377d6c4f7553", "scope": portal.knobs.scopes,
        "status": "L", "user_id": 12}), None
