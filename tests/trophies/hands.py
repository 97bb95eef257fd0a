"""Hands that make what the trophies' tests need."""

from trophies.models import Trophy


def make_trophy(keeper, *, name="Wanderpokal 1", **fields):
    """A trophy in somebody's hands."""
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Trophy.begin(name=name, slug=slug, keeper=keeper.ambassador, by=keeper, **fields)


def offer(trophy, to, *, by, reason="Nobody told as many stories this summer.", **fields):
    return trophy.hand_on(to=to.ambassador, by=by, reason=reason, **fields)


def pass_on(trophy, to, *, by, **where):
    """The trophy changes hands, both sides having said yes."""
    return (
        Trophy.objects.get(pk=trophy.pk)
        .hand_on(to=to.ambassador, by=by, reason="It is your turn.")
        .confirm(by=to, **where)
    )
