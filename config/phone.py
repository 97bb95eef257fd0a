"""`bin/run --phone`: the same on the local network, over https, so that a real phone can try camera, passkeys and offline.

Browsers run no service worker under a certificate nobody vouches for, so there are two: an authority of one's own, which a
phone is told to trust once and which may vouch for local addresses only, and the certificate it signs for today's address.
"""

import io
import ipaddress
import os
import re
import secrets
import socket
from datetime import UTC, datetime, timedelta

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from . import environment as env

AUTHORITY_DAYS, CERTIFICATE_DAYS, RENEWED_BEFORE = 730, 365, timedelta(days=14)
LOCAL_NETS = (
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
)
NOWHERE = ("192.0.2.1", 9)  # an address of nobody (RFC 5737): asking the way to it sends nothing
TOLD = (
    "PHONE_CERTIFICATE",
    "HSTS_SECONDS",
    "DEMO_BUTTONS",
    "DEMO_PASSWORD",
    "WERKSTOLZ_DEMO_PUBLIC",
)  # to bin/manage
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


def environment(var, *, buttons):
    """What the whole start is told: where it listens, its certificate, and a demo password nobody knows."""
    address, port = lan_address(), env.number("PORT", 8000, least=1, most=65535)
    folder = var / "phone"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settle_certificates(folder, address, local_name())
    return {
        "HOST": address,
        "SITE_URL": f"https://{address}:{port}",
        "ALLOWED_HOSTS": ",".join([*env.words("ALLOWED_HOSTS"), local_name()]),
        "TLS_CERTIFICATE": str(folder / "certificate.pem"),
        "TLS_KEY": str(folder / "certificate.key"),
        "PHONE_CERTIFICATE": str(folder / "authority.pem"),
        "HSTS_SECONDS": "0",  # a phone must not remember that this name is https for ever
        "DEMO_BUTTONS": "1" if buttons else "0",
        "DEMO_PASSWORD": _password(folder),
        "WERKSTOLZ_DEMO_PUBLIC": "yes-i-know",  # whoever asks for --phone does, and the known password is gone
    }


def lan_address():
    """The address of this machine on the local network, or the one in HOST."""
    chosen = env.text("HOST", "")
    try:
        address = str(ipaddress.ip_address(chosen)) if chosen else _address_on_the_way_out()
    except ValueError:
        raise env.Unstartable(
            f"HOST is {chosen!r}. For --phone set it to an address like 192.168.1.20."
        ) from None
    if not chosen and ipaddress.ip_address(address).is_loopback:
        raise env.Unstartable(
            "this machine is in no network. Connect it to the Wi-Fi of the phone, or set HOST."
        )
    return address


def local_name():
    """What other devices may call this machine by where mDNS runs; passkeys need a name and take no number."""
    name = re.sub(r"[^a-z0-9-]", "-", socket.gethostname().split(".")[0].lower()).strip("-")[:63].strip("-")
    return f"{name or 'werkstolz'}.local"


def settle_certificates(folder, address, name):
    """Make what isn't there, what ends soon, and what doesn't fit the address any more."""
    authority = _load(folder / "authority")
    if authority is None or not _lasts(authority[0]) or not _may_vouch_for(authority[0], address):
        authority = _write(folder / "authority", *_make_authority(address))
        _forget(folder / "certificate")
    own = _load(folder / "certificate")
    if own is None or not _lasts(own[0]) or _names(own[0]) != {address, name, "localhost"}:
        _write(folder / "certificate", *_make_certificate(address, name, authority))


def instructions():
    """What a person at the terminal reads under the code."""
    name = f"{local_name()}:{os.environ['PORT']}"
    lines = [
        "",
        "The phone has to be in the same Wi-Fi. Its browser warns once; go on, open",
        f"  {os.environ['SITE_URL']}/phone.crt",
        "and trust it in the phone's settings: only then the app works without a network.",
        f"Passkeys need a name instead of a number, where your network knows it: https://{name}/",
    ]
    return "\n".join(lines)


def code(url):
    """The address as a QR code for the terminal."""
    drawn = io.StringIO()
    segno.make(url, error="l").terminal(out=drawn, compact=True)
    return drawn.getvalue()


# Certificates -----------------------------------------------------------------------------------
def _make_authority(address):
    key, name = _key(), _named("Werkstolz on this machine")
    nets = [ipaddress.ip_network(net) for net in LOCAL_NETS]
    if not any(ipaddress.ip_address(address) in net for net in nets):
        nets.append(ipaddress.ip_network(address))
    permitted = [*map(x509.IPAddress, nets), x509.DNSName("local"), x509.DNSName("localhost")]
    built = _begun(name, name, key, AUTHORITY_DAYS)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    built = built.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    built = built.add_extension(x509.NameConstraints(permitted, None), critical=True)
    built = built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return built.sign(key, hashes.SHA256()), key


def _make_certificate(address, name, authority):
    signer, signing_key = authority
    key, subject = _key(), _named(address)
    names = [x509.IPAddress(ipaddress.ip_address(address)), x509.DNSName(name), x509.DNSName("localhost")]
    signed_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key())
    built = _begun(subject, signer.subject, key, CERTIFICATE_DAYS)
    built = built.add_extension(x509.SubjectAlternativeName(names), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    built = built.add_extension(_usage(digital_signature=True), critical=True)
    built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    built = built.add_extension(signed_by, critical=False)
    return built.sign(signing_key, hashes.SHA256()), key


def _begun(subject, issuer, key, days):
    now = datetime.now(UTC)
    built = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    return built.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days))


def _usage(**yes):
    every = ("digital_signature content_commitment key_encipherment data_encipherment key_agreement "
             "key_cert_sign crl_sign encipher_only decipher_only")  # fmt: skip
    return x509.KeyUsage(**(dict.fromkeys(every.split(), False) | yes))


def _key():
    return ec.generate_private_key(ec.SECP256R1())


def _named(common):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _lasts(certificate):
    return certificate.not_valid_after_utc > datetime.now(UTC) + RENEWED_BEFORE


def _may_vouch_for(authority, address):
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    nets = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    return any(ipaddress.ip_address(address) in net for net in nets)


def _names(certificate):
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))}


# Files ------------------------------------------------------------------------------------------
def _load(stem):
    """(certificate, key), or None where they are missing or damaged."""
    try:
        certificate = x509.load_pem_x509_certificate(stem.with_suffix(".pem").read_bytes())
        return certificate, serialization.load_pem_private_key(stem.with_suffix(".key").read_bytes(), None)
    except (OSError, ValueError):
        return None


def _write(stem, certificate, key):
    kind, shape = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    _put(stem.with_suffix(".key"), key.private_bytes(kind, shape, serialization.NoEncryption()))
    _put(stem.with_suffix(".pem"), certificate.public_bytes(kind))
    return certificate, key


def _put(file, content):
    unfinished = file.with_name(f"{file.name}.new")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(content)
    unfinished.replace(file)


def _forget(stem):
    for suffix in (".pem", ".key"):
        stem.with_suffix(suffix).unlink(missing_ok=True)


def _password(folder):
    file = folder / "password"
    if not file.exists():
        parts = ["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4)]
        _put(file, "-".join(parts).encode())
    return file.read_text().strip()


def _address_on_the_way_out():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(NOWHERE)
        except OSError:
            return "127.0.0.1"
        return way.getsockname()[0]
