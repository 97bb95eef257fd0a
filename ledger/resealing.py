"""Sealing rows anew after the keys have changed, a few at a time."""

from django.db import models, transaction

from ledger.sealed import KeyedHashField, SealedField, is_sealed_with_the_first_key

CHUNK = 1000


class RowQuerySet(models.QuerySet):
    """Every row of a model, chunk by chunk."""

    def following(self, last):
        return self.filter(pk__gt=last) if last else self

    def without_hash(self, field):
        """Which hold something, but not yet what it is found by."""
        return self.exclude(**{field.of: ""}).filter(**{field.attname: ""})


def columns_of(model):
    """The names of the sealed columns of a model."""
    return [field.attname for field in model._meta.local_concrete_fields if isinstance(field, SealedField)]


def reseal(model):
    """Write every row of the model anew that the first key didn't seal or whose hash it didn't make; returns their number.

    Rows are locked a thousand at a time, so that nothing that is typed meanwhile is lost.
    """
    done, last = 0, None
    while True:
        number, last = _chunk(model, last)
        if last is None:
            return done
        done += number


def add_hash(model, name):
    """Write a new column of hashes wherever it is still empty; may be killed and begun again. Returns the number of rows."""
    field, done, last = model._meta.get_field(name), 0, None
    while True:
        number, last = _add_to_chunk(model, field, last)
        if last is None:
            return done
        done += number


@transaction.atomic
def _add_to_chunk(model, field, last):
    lacking = RowQuerySet(model).without_hash(field).following(last).order_by("pk")
    rows = list(lacking.select_for_update().only(field.of)[:CHUNK])
    for row in rows:
        setattr(row, field.attname, field.hash_of(row))
    if rows:
        model._base_manager.bulk_update(rows, [field.attname])
    return len(rows), rows[-1].pk if rows else None


@transaction.atomic
def _chunk(model, last):
    rows = list(RowQuerySet(model).following(last).order_by("pk").select_for_update()[:CHUNK])
    old = [row for row in rows if _is_old(row)]
    names = columns_of(model) + [field.attname for field in _hashes(model)]
    for row in old:
        for field in _hashes(model):
            field.pre_save(row, add=False)
    if old:
        model._base_manager.bulk_update(old, names)
    return len(old), rows[-1].pk if rows else None


def _is_old(row):
    kept = [row.__dict__[name] for name in columns_of(row)]
    hashes = [(getattr(row, field.attname), field.hash_of(row)) for field in _hashes(row)]
    return any(value and not is_sealed_with_the_first_key(value) for value in kept) or any(
        was != now for was, now in hashes
    )


def _hashes(model):
    return [field for field in model._meta.local_concrete_fields if isinstance(field, KeyedHashField)]
