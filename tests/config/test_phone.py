"""`bin/run --phone`: https on the local network, under a certificate of one's own, with the demo's doors shut."""

import ipaddress
import re
import ssl
import stat
import urllib.request
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest
from cryptography import x509

from config import environment, phone
from tests.config.test_run import Product

LAN, NAME = "192.168.7.20", "desk.local"


def certificates(folder, address=LAN, name=NAME):
    phone.settle_certificates(folder, address, name)
    return [
        x509.load_pem_x509_certificate((folder / f"{stem}.pem").read_bytes())
        for stem in ("authority", "certificate")
    ]


def test_a_certificate_names_the_address_and_the_name(tmp_path):
    _authority, own = certificates(tmp_path)
    names = own.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address(LAN)]
    assert set(names.get_values_for_type(x509.DNSName)) == {NAME, "localhost"}


def test_the_authority_vouches_for_local_addresses_only(tmp_path):
    authority, own = certificates(tmp_path)
    own.verify_directly_issued_by(authority)
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    names = [one.value for one in limits.value.permitted_subtrees if isinstance(one, x509.DNSName)]
    nets = [one.value for one in limits.value.permitted_subtrees if isinstance(one, x509.IPAddress)]
    assert limits.critical and names == ["local", "localhost"]
    assert all(not net.is_global for net in nets)


def test_the_next_start_keeps_them(tmp_path):
    assert certificates(tmp_path) == certificates(tmp_path)


def test_another_address_gets_another_certificate_from_the_same_authority(tmp_path):
    authority, first = certificates(tmp_path)
    same, second = certificates(tmp_path, "10.1.2.3")
    assert same == authority and second != first
    second.verify_directly_issued_by(authority)


def test_what_ends_soon_or_is_damaged_is_made_anew(tmp_path, time_machine):
    _authority, first = certificates(tmp_path)
    time_machine.move_to(datetime.now(UTC) + timedelta(days=phone.CERTIFICATE_DAYS - 10))
    _authority, second = certificates(tmp_path)
    assert second.not_valid_after_utc > first.not_valid_after_utc
    (tmp_path / "authority.pem").write_text("cut off")
    authority, third = certificates(tmp_path)
    third.verify_directly_issued_by(authority)


def test_keys_are_read_by_nobody_else(tmp_path):
    certificates(tmp_path)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("*.key")} == {0o600}


@pytest.mark.parametrize("host", ["desk", "999.1.1.1", "https://192.168.7.20"])
def test_an_address_that_is_none_is_told(monkeypatch, host):
    monkeypatch.setenv("HOST", host)
    with pytest.raises(environment.Unstartable, match="For --phone set it to an address"):
        phone.lan_address()


def test_the_code_leads_to_the_address():
    assert "\n" in phone.code("https://192.168.7.20:8000/")


# A real start ---------------------------------------------------------------------------------------
class Phone:
    """A browser that trusts the authority, as a phone does after it was told to."""

    def __init__(self, product):
        self.site, self.cookies = f"https://127.0.0.1:{product.port}", CookieJar()
        context = ssl.create_default_context(cafile=product.var / "phone/authority.pem")
        handlers = (
            urllib.request.HTTPSHandler(context=context),
            urllib.request.HTTPCookieProcessor(self.cookies),
        )
        self.opener = urllib.request.build_opener(*handlers)

    def open(self, path, **fields):
        request = urllib.request.Request(self.site + path, headers={"Referer": f"{self.site}/"})
        body = urlencode(fields).encode() if fields else None
        with self.opener.open(request, body, timeout=20) as answer:
            return answer.headers, answer.read().decode()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("phone")
    folder.chmod(0o711)
    product = Product(folder / "var")
    product.start("--phone", "--empty", HOST="127.0.0.1").until_ready()
    yield product
    assert product.interrupt() == 0
    product.log.close()


@pytest.mark.slow_start
@pytest.mark.xdist_group("run")
def test_it_serves_https_that_a_phone_can_trust(running):
    visitor = Phone(running)
    headers, page = visitor.open("/accounts/login/")
    assert "Strict-Transport-Security" not in headers
    assert {(cookie.name, cookie.secure) for cookie in visitor.cookies} == {("__Host-csrf", True)}
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert "/accounts/login/" in page and visitor.open(
        "/language/", csrfmiddlewaretoken=token, language="de", next="/imprint/"
    )
    assert "look-around" not in page


@pytest.mark.slow_start
@pytest.mark.xdist_group("run")
def test_it_shows_a_code_and_hands_out_the_certificate(running):
    said = running.said()
    assert f"https://127.0.0.1:{running.port}/phone.crt" in said and "▄" in said
    headers, certificate = Phone(running).open("/phone.crt")
    assert headers["Content-Type"] == "application/x-x509-ca-cert"
    assert certificate == (running.var / "phone/authority.pem").read_text()
    assert "PRIVATE" not in certificate


@pytest.mark.slow_start
@pytest.mark.xdist_group("run")
def test_it_speaks_no_plain_http(running):
    with pytest.raises((OSError, HTTPException)):
        urllib.request.urlopen(f"http://127.0.0.1:{running.port}/healthz", timeout=5)
