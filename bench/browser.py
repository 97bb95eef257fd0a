"""A browser without a screen: keeps its cookies and its connection, signs in with the form, reads whole pages."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

CONNECTIONS_OF = 25  # answers; then a new connection, so that all workers get their share


def _token(page):
    return re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)[1].decode()


class Browser:
    def __init__(self, port, host="localhost"):
        self.port, self.host = port, host
        self.cookies = SimpleCookie()
        self.connection, self.answered = None, 0
        self.token = ""

    def get(self, path):
        """(bytes of the page, status)"""
        return self._send("GET", path)

    def read(self, path):
        """The page's bytes; anything but a page is a fault of the bench."""
        page, status = self.get(path)
        if status != 200:
            raise RuntimeError(f"{path} answers {status}: {page[:200]!r}")
        return page

    def sign_in(self, address, password):
        token = _token(self.read("/accounts/login/"))
        form = {"csrfmiddlewaretoken": token, "login": address, "password": password}
        page, status = self._send("POST", "/accounts/login/", urlencode(form))
        if status != 302:
            raise RuntimeError(f"nobody was signed in: {status} {page[:500]!r}")

    def post(self, path, form):
        """The address that a form, sent with the token of this session, leads on to; anything else is a fault of the bench."""
        page, status = self._send("POST", path, urlencode({"csrfmiddlewaretoken": self.token, **form}))
        if status not in (204, 302):
            raise RuntimeError(f"{path} answers {status}: {page[-3000:]!r}")
        return page

    def learn_token(self, path):
        """Read the token of forms from a page that holds one."""
        self.token = _token(self.read(path))

    def copy(self):
        """The same session in another window."""
        other = Browser(self.port, self.host)
        other.cookies, other.token = self.cookies, self.token
        return other

    def _send(self, method, path, body=None):
        if self.connection is None or self.answered % CONNECTIONS_OF == 0:
            self.close()
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.answered += 1
        answer = self._asked(method, path, body)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        return answer.read(), answer.status

    def _asked(self, method, path, body):
        """The answer; on a kept connection that the server has closed meanwhile, asked once more."""
        try:
            return self._answer(method, path, body)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.close()
            return self._answer(method, path, body)

    def _answer(self, method, path, body):
        self.connection.request(method, path, body, self._headers(body))
        return self.connection.getresponse()

    def _headers(self, body):
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        https = {
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.1",
        }  # as the proxy in front says it
        headers = {"Host": self.host, "Cookie": cookies, "Referer": f"https://{self.host}/", **https}
        return headers | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})

    def close(self):
        if self.connection:
            self.connection.close()
