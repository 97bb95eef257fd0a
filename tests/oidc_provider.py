"""A real OpenID Connect provider for tests: an HTTP server on loopback, in a process of its own when run as a program.

`POST /next` tells it who comes next and what it gets wrong: {"sub": …, "email": …, "email_verified": true, "amr": […],
"claims": {…}, "leave_out": […], "sign_with": "another key" | "none" | "HS256", "down": "token"}.
"""

import base64
import hashlib
import json
import secrets
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "werkstolz", "a-secret-between-the-two"


class Provider(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Desk)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.key, self.other_key = (
            rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in "ab"
        )
        self.comes_next, self.codes, self.asked = {}, {}, []

    def next(self, **who):
        self.comes_next = who

    def discovery(self):
        return {
            "issuer": self.comes_next.get("issuer", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def jwks(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked):
        """Where the browser goes back to, with a code."""
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        answer = self.comes_next.get("answer") or {"code": code}
        state = self.comes_next.get("state", asked.get("state"))
        return f"{asked['redirect_uri']}?{urlencode(answer | {'state': state})}"

    def token(self, sent):
        asked = self.codes.pop(sent.get("code"), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        right = asked and (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        if not right or asked["code_challenge"] != proof.rstrip(b"=").decode():
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "for-userinfo", "token_type": "Bearer", "id_token": self.id_token(asked)}

    def id_token(self, asked):
        now, who = int(time.time()), self.comes_next
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
        }
        claims |= {
            name: who[name] for name in ("sub", "email", "email_verified", "amr", "acr") if name in who
        }
        claims |= who.get("claims", {})
        for name in who.get("leave_out", []):
            claims.pop(name, None)
        if who.get("sign_with") == "none":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})
        if who.get("sign_with") == "HS256":
            return jwt.encode(claims, "k" * 40, algorithm="HS256", headers={"kid": "one"})
        key = self.other_key if who.get("sign_with") == "another key" else self.key
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": who.get("kid", "one")})

    def userinfo(self):
        return {"sub": self.comes_next.get("sub")} | self.comes_next.get("userinfo", {})


class Desk(BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.authorize(asked))
            self.end_headers()
            return
        pages = {
            "/.well-known/openid-configuration": self.server.discovery, "/jwks": self.server.jwks, "/userinfo": self.server.userinfo,
        }  # fmt: skip
        self._say(parts.path, 200, pages[parts.path]()) if parts.path in pages else self.send_error(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/next":
            self.server.next(**json.loads(body))
            return self._say("/next", 200, {})
        status, answer = self.server.token({name: values[0] for name, values in parse_qs(body).items()})
        return self._say("/token", status, answer)

    def _say(self, path, status, answer):
        if path.strip("/") == self.server.comes_next.get("down"):
            status, answer = 500, "<html>out of order</html>"
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write((answer if isinstance(answer, str) else json.dumps(answer)).encode())

    def log_message(self, *_args):
        pass


@contextmanager
def opened():
    provider = Provider()
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()


if __name__ == "__main__":
    alone = Provider(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print(alone.issuer, flush=True)
    alone.serve_forever()
