"""Domains as people write them: what stands behind the @ of a company's addresses."""

import ipaddress
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
# Anybody gets an address there: such a domain says nothing about where somebody works.
PUBLIC = frozenset(
    [
        "aol.com",
        "arcor.de",
        "email.de",
        "fastmail.com",
        "freenet.de",
        "gmail.com",
        "gmx.at",
        "gmx.ch",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "hotmail.de",
        "icloud.com",
        "live.com",
        "live.de",
        "mac.com",
        "mail.com",
        "mail.de",
        "mail.ru",
        "mailbox.org",
        "me.com",
        "msn.com",
        "outlook.com",
        "outlook.de",
        "posteo.de",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "t-online.de",
        "tutanota.com",
        "vodafone.de",
        "web.de",
        "yahoo.com",
        "yahoo.de",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
    ]
)


def tidy(typed):
    """The domain in small ASCII letters (“@Müller.example” → “xn--mller-kva.example”); raises ValidationError with what to do."""
    domain = typed.strip().removeprefix("@").rstrip(".").lower()
    if "@" in domain or "/" in domain or ":" in domain:
        raise ValidationError(
            _("“%(typed)s” is more than a domain. Write only what stands behind the @, like example.org."),
            code="more",
            params={"typed": typed.strip()},
        )
    return as_ascii(domain, typed)


def tidy_address(address):
    """The address with its domain tidied; raises ValidationError where that is none."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{tidy(domain)}"


def as_ascii(domain, typed):
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    if len(labels) < 2 or len(domain) > 253 or not all(map(LABEL.fullmatch, labels)) or _is_a_number(labels):
        raise ValidationError(
            _("“%(typed)s” is not a domain. One looks like example.org."),
            code="domain",
            params={"typed": typed.strip()},
        )
    return domain


def as_read(domain):
    """The domain as people write it: “xn--mller-kva.example” → “müller.example”."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def known(value):
    """A validator: what is kept is tidy already."""
    if tidy(value) != value:
        raise ValidationError(
            _("“%(typed)s” is not a domain. One looks like example.org."), params={"typed": value}
        )


def public(domains):
    """Those at which everybody in the world can get an address."""
    return [domain for domain in domains if domain in PUBLIC]


def _is_a_number(labels):
    try:
        return bool(ipaddress.ip_address(".".join(labels)))
    except ValueError:
        return labels[-1].isdigit()


def of_company(address, domains):
    """Whether an address lies at one of these domains itself, not below it and not at one that only looks like it."""
    try:
        return tidy(address.rpartition("@")[2]) in domains
    except ValidationError:
        return False
