"""What every answer has to tell the browser, whichever door it came through."""

import re

POLICY = {
    "default-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
SAID = {
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
    "Referrer-Policy": {"same-origin", "no-referrer"},  # the latter where the address is a secret
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
}
ALONE = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "http:", "https:", "*")


def faults_of(answer):
    """Sentences about what this answer fails to say."""
    yield from (
        f"says {name} {answer.get(name)!r}" for name, good in SAID.items() if answer.get(name) not in good
    )
    yield from _faults_of_policy(answer.get("Content-Security-Policy", ""))
    if "camera=(self)" not in answer.get("Permissions-Policy", ""):
        yield "says no Permissions-Policy"
    kept = answer.get("Cache-Control", "")
    if "no-store" not in kept and not re.search(r"public|private, max-age=\d+|immutable", kept):
        yield f"may be kept by browsers: {kept!r}"
    for cookie in answer.cookies.values():
        if not (
            cookie["httponly"]
            and cookie["samesite"] == "Lax"
            and cookie["path"] == "/"
            and not cookie["domain"]
        ):
            yield f"sets a careless cookie: {cookie.OutputString()}"


def _faults_of_policy(said):
    policy = {name: rest for name, _space, rest in (part.strip().partition(" ") for part in said.split(";"))}
    if policy == {"sandbox": ""}:
        return
    yield from (
        f"says {name} {policy.get(name)!r} as its policy"
        for name, good in POLICY.items()
        if policy.get(name) != good
    )
    yield from (f"allows {word} in its policy" for word in ALONE if word in said.split())
    script = policy.get("script-src", "").split()
    if script[:1] != ["'self'"] or [word for word in script[1:] if not word.startswith("'nonce-")]:
        yield f"takes scripts from {script}"
