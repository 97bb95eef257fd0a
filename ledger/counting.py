"""Many counts, ids, or whether there is anything at all, in one question to the database."""

from django.db.models import Count, Value


def counted(wanted):
    """{key: number of rows} for {key: queryset}, asked at once; a key without rows has 0."""
    questions = [
        rows.order_by().annotate(counted_as=Value(key)).values("counted_as").annotate(n=Count("pk"))
        for key, rows in wanted.items()
    ]
    if not questions:
        return {}
    answers = questions[0].union(*questions[1:], all=True) if questions[1:] else questions[0]
    found = {answer["counted_as"]: answer["n"] for answer in answers}
    return {key: found.get(key, 0) for key in wanted}


def found(wanted):
    """{key: whether there is any row} for {key: queryset}, asked at once."""
    first = [
        rows.order_by()[:1].annotate(found_as=Value(key)).values_list("found_as", flat=True)
        for key, rows in wanted.items()
    ]
    there = (
        set(first[0].union(*first[1:], all=True)) if first[1:] else {key for rows in first for key in rows}
    )
    return {key: key in there for key in wanted}


def keyed(wanted):
    """The rows (key, id) of {key: queryset} as one question that hasn't been asked yet."""
    first, *others = [
        rows.order_by().annotate(keyed_as=Value(key)).values_list("keyed_as", "pk")
        for key, rows in wanted.items()
    ]
    return first.union(*others, all=True)
