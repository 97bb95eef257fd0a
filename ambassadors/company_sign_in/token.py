"""The id token: signed by the provider, for us, for now."""

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60  # seconds two clocks may differ
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


def verified(token, keys, *, issuer, audience):
    """The claims of the token, or an OAuth2Error; `keys` is the provider's JSON Web Key Set."""
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        key = _key(jwt.PyJWKSet.from_dict(keys).keys, kid)
        claims = jwt.decode(
            token, key=key, algorithms=ALGORITHMS, issuer=issuer, audience=audience, leeway=LEEWAY,
            options={"require": NEEDED, "strict_aud": False},
        )  # fmt: skip
    except jwt.PyJWTError as error:
        raise OAuth2Error(f"The id token is not good: {error}") from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if several and claims.get("azp") != audience:
        raise OAuth2Error("The id token was made for somebody else.")
    return claims


def _key(keys, kid):
    for key in keys:
        if key.key_id == kid or (kid is None and len(keys) == 1):
            return key
    raise jwt.InvalidKeyError("no key of the provider fits")
