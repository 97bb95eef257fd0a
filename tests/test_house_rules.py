"""The house style, as far as it can be measured. Every message says what to do."""

import ast
import re
from pathlib import Path
from statistics import median

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.template.loader import get_template

from ledger import retention
from ledger.models import Kept
from tests.routes import our_routes

pytestmark = pytest.mark.static
ROOT = Path(settings.BASE_DIR)
ROOMS = ["config", "ledger", "ambassadors", "leads", "trophies", "stories", "reports", "home"]
FORBIDDEN_NAMES = {"utils", "services", "helpers", "common", "managers", "signals", "misc", "util", "helper"}
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!-)|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\((?!from )")
INLINE = re.compile(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.I)
REMOVED = {
    "leads.customer",
    "leads.lead",
    "leads.case",
    "leads.followup",
    "leads.consent",
}  # whose rows go altogether
WITHOUT_TOKENS = {"tokens.css", "letter.css"}  # mail programs know no custom properties


def modules():
    """{path: tree} of the product's own Python, without tests and migrations."""
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    return {path.relative_to(ROOT): ast.parse(path.read_text("utf-8")) for path in sorted(paths)}


def pages(*suffixes):
    found = [path for folder in ("templates", "static") for path in (ROOT / folder).rglob("*")]
    return sorted(
        path.relative_to(ROOT) for path in found if path.suffix in suffixes and "vendor" not in path.parts
    )


def lines_of(path):
    return (ROOT / path).read_text("utf-8").splitlines()


def functions(tree):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(node, node.end_lineno - node.lineno + 1) for node in ast.walk(tree) if isinstance(node, kinds)]


def our_models():
    return [model for room in ROOMS[1:] for model in apps.get_app_config(room).get_models()]


def kept_by_others():
    """What the library of signing in keeps about people; the apps and tokens it could keep stay empty here."""
    unused = {"socialapp", "socialtoken"}
    models = [
        model
        for room in ("account", "mfa", "usersessions", "socialaccount")
        for model in apps.get_app_config(room).get_models()
    ]
    return [model for model in models if model._meta.model_name not in unused]


def told(broken, what_to_do):
    """An empty list, or a failure that names each place and says what to do."""
    if broken:
        pytest.fail(f"{what_to_do}\n" + "\n".join(f"  {each}" for each in broken), pytrace=False)


# Sizes ------------------------------------------------------------------------------------------
def test_no_function_is_longer_than_forty_lines():
    long = [
        f"{path}:{node.lineno} {node.name} has {lines}"
        for path, tree in modules().items()
        for node, lines in functions(tree)
        if lines > 40
    ]
    told(long, "Give the parts of these functions names; callers stand above what they call.")


def test_most_functions_are_short():
    sizes = [lines for tree in modules().values() for _node, lines in functions(tree)]
    short = sum(lines <= 10 for lines in sizes) / len(sizes)
    assert median(sizes) <= 6, (
        f"Half of the functions are longer than {median(sizes)} lines; 6 is the limit. Split the longest."
    )
    assert short >= 0.75, (
        f"Only {short:.0%} of the functions have ten lines or fewer; 75 % should. Split the longest."
    )


def test_no_file_is_longer_than_three_hundred_lines():
    long = [
        f"{path} has {len(lines_of(path))}"
        for path in [*modules(), *pages(".css", ".js", ".html")]
        if len(lines_of(path)) > 300
    ]
    told(long, "One noun, one file: split these.")


def test_most_files_fit_on_a_screen_or_two():
    sizes = [len(lines_of(path)) for path, tree in modules().items() if tree.body]
    assert median(sizes) <= 80, (
        f"Half of the files are longer than {median(sizes)} lines; 80 is the limit. Split the longest."
    )


# Names and shapes -------------------------------------------------------------------------------
def test_no_module_is_named_after_nothing():
    told(
        [path for path in modules() if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in path.parts}],
        "Name the file after the noun it is about; work that spans two nouns is usually a third noun.",
    )


class _Filters(ast.NodeVisitor):
    """Finds .filter( and .exclude( outside of classes named …QuerySet."""

    def __init__(self):
        self.found, self.inside = [], []

    def visit_ClassDef(self, node):
        self.inside.append(node.name.endswith("QuerySet"))
        self.generic_visit(node)
        self.inside.pop()

    def visit_Call(self, node):
        named = node.func if isinstance(node.func, ast.Attribute) else None
        if (
            named
            and named.attr in ("filter", "exclude")
            and not any(self.inside)
            and not _is_template_filter(named)
        ):
            self.found.append(node.lineno)
        self.generic_visit(node)


def _is_template_filter(attribute):
    return isinstance(attribute.value, ast.Name) and attribute.value.id == "register"


def test_filter_is_spelled_in_querysets_only():
    broken = []
    for path, tree in modules().items():
        finder = _Filters()
        finder.visit(tree)
        broken += [f"{path}:{line}" for line in finder.found]
    told(broken, "Give the condition a word on the model's QuerySet and say that word here.")


def test_nothing_happens_by_a_hidden_signal():
    broken = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            imported += (
                [f"{node.module}.{alias.name}" for alias in node.names]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            broken += [
                f"{path}:{node.lineno} {name}"
                for name in imported
                if re.search(r"django.*\.(signals|dispatch)\b", name)
            ]
    told(
        broken,
        "News travels upwards as an Event row or through a registry that a room opens, never by a signal.",
    )


def test_saving_has_no_side_effects():
    broken = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if "models" in path.parts
        for node, _lines in functions(tree)
        if node.name in ("save", "delete", "__init__")
    ]
    told(broken, "A change of state is a verb of its own on the model; save() and delete() are left alone.")


def test_migrations_are_named_like_sentences():
    names = [path for room in ROOMS for path in (ROOT / room).glob("migrations/0*.py")]
    unnamed = [path.relative_to(ROOT) for path in names if "_auto_" in path.name or path.stem.count("_") < 2]
    told(
        unnamed, "Rename the migration so that it says what it does, like 0007_hand_off_remembers_its_reason."
    )


def test_imports_are_checked_by_machine():
    assert "lint-imports" in (ROOT / "bin/check").read_text("utf-8"), (
        "bin/check has to run lint-imports (pyproject.toml holds the rooms)."
    )


# What is written down about routes, fields and words ----------------------------------------------
def test_every_route_has_a_line_in_access_yaml():
    missing = sorted({route.name for route in our_routes()} - set(settings.ACCESS))
    told(missing, "Decide who may come in and write it into config/access.yaml; its head says how.")


def test_every_line_in_access_yaml_has_a_route():
    told(
        sorted(set(settings.ACCESS) - {route.name for route in our_routes()}),
        "Take these lines out of config/access.yaml: no such route.",
    )


# a role of the demo, and two tokens that are their own key (tests/ambassadors/test_first_admin, tests/leads/test_taps)
NAMED_BY_NO_KEY = {"ambassadors:look_around", "ambassadors:first_admin", "leads:tap"}


def test_every_address_with_a_key_says_of_which_noun():
    keyed = {
        route.name
        for route in our_routes()
        if set(route.keys) - {"token", "role", "channel", "purpose", "kind"}
    }
    said = {name for name, rule in settings.ACCESS.items() if "object" in rule}
    told(sorted(keyed - said), "Name the noun in the address: object: … in config/access.yaml.")


def _holds_words(field):
    if isinstance(field, models.DateTimeField) or field.choices or field.is_relation:
        return False
    kinds = (
        models.CharField,
        models.TextField,
        models.DateField,
        models.JSONField,
        models.FileField,
        ArrayField,
        models.BinaryField,
    )
    return isinstance(field, kinds)


def _fields(wanted=lambda field: True):
    return {
        (model._meta.label_lower, field.name)
        for model in [*our_models(), *kept_by_others()]
        for field in model._meta.local_concrete_fields
        if wanted(field)
    }


def _lines():
    return {(model, field) for model, fields in settings.PRIVACY.items() for field in fields or ()}


def test_every_field_that_holds_words_has_a_line_in_privacy_yaml():
    missing = [".".join(each) for each in sorted(_fields(_holds_words) - _lines())]
    told(
        missing,
        "Write into config/privacy.yaml what the field is for, who sees it and how long it is kept; its head says how.",
    )


def test_every_line_in_privacy_yaml_has_a_field():
    told(
        [".".join(each) for each in sorted(_lines() - _fields())],
        "Take these lines out of config/privacy.yaml: no such field.",
    )


def test_every_line_in_privacy_yaml_says_everything():
    wanted = {"purpose", "basis", "seen_by", "kept"}
    broken = [
        f"{model}.{field}"
        for model, fields in settings.PRIVACY.items()
        for field, said in fields.items()
        if not (isinstance(said, str) and said.startswith("not personal: "))
        and not (isinstance(said, dict) and set(said) == wanted and all(said.values()))
    ]
    told(broken, "Say purpose, basis, seen_by and kept, or “not personal: why”.")


def _ending_models():
    """{label: model} of what has personal fields or a line under `ends`."""
    personal = {
        label for label, fields in settings.PRIVACY.items() if any(map(_is_personal, fields.values()))
    }
    return {label: apps.get_model(label) for label in sorted(personal | set(settings.ENDS))}


def _is_personal(line):
    return isinstance(line, dict)


def test_every_noun_with_personal_fields_says_when_it_ends():
    told(
        sorted(set(_ending_models()) - set(settings.ENDS)),
        "Write under `ends` in config/privacy.yaml by which clock these end, with what, or why they don't; its head says how.",
    )


def test_every_line_about_an_end_is_one_of_the_three_sorts():
    broken = [
        label
        for label, line in settings.ENDS.items()
        if not set(line) <= {"clock", "with", "stays"} or not line or ("stays" in line and len(line) > 1)
    ]
    told(broken, "Say `clock: [...]`, `with: [...]` or both, or `stays: why`.")


def test_every_clock_ticks():
    """A noun with a clock carries delete_after, is registered with its date, and its clocks have a time in the settings."""
    broken = [
        f"{label}: {what}"
        for label, line in settings.ENDS.items()
        if "clock" in line
        for what, fine in {
            "inherits ledger.models.Kept": issubclass(apps.get_model(label), Kept),
            "is registered with ends=…": retention.rule(apps.get_model(label)).ends is not None,
            "its clocks stand in settings.RETENTION": set(line["clock"]) <= set(settings.RETENTION),
        }.items()
        if not fine
    ]
    told(broken, "See ledger/retention.py: these are not so.")
    kept = {model._meta.label_lower for model in our_models() if issubclass(model, Kept)}
    clocked = {label for label, line in settings.ENDS.items() if "clock" in line}
    told(
        sorted(kept - clocked),
        "These carry delete_after: name their clock under `ends` in config/privacy.yaml.",
    )


def test_what_goes_with_another_hangs_on_what_ends():
    broken = [
        f"{label}.{name}"
        for label, line in settings.ENDS.items()
        for name in line.get("with", [])
        if apps.get_model(label)._meta.get_field(name).related_model._meta.label_lower not in _that_go()
    ]
    told(broken, "These point to something that doesn't end: give the noun a clock of its own.")


def _that_go():
    return {label for label, line in settings.ENDS.items() if "stays" not in line}


def test_whatever_points_to_something_that_ends_can_let_go_of_it():
    """Or else its end would be refused by the database, at night, when nobody is there."""
    stuck = [
        f"{model._meta.label_lower}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if field.is_relation and field.related_model._meta.label_lower in REMOVED
        if not (
            field.name in retention.goes_with(model)
            or field.null
            or not field.db_constraint
            or field.remote_field.on_delete is models.CASCADE
        )
    ]
    told(stuck, "Name the foreign key under `ends: with:` in config/privacy.yaml, or let it be NULL.")


def test_nothing_is_said_twice():
    class Strict(yaml.SafeLoader):
        pass

    def once(loader, node):
        keys = [key.value for key, _value in node.value]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        assert not twice, f"Two lines for {twice}: keep one."
        return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, once)
    for name in ("access", "privacy"):
        yaml.load((ROOT / f"config/{name}.yaml").read_text("utf-8"), Strict)


def test_every_model_says_what_it_is_in_one_sentence():
    def is_a_sentence(said):
        said = " ".join((said or "").split())
        return said[:1].isupper() and said.endswith(".") and not re.search(r"[.!?] [A-Z]", said)

    broken = [
        model._meta.label
        for model in our_models()
        if (model.__doc__ or "").startswith(f"{model.__name__}(") or not is_a_sentence(model.__doc__)
    ]
    told(broken, "Give the model a docstring of one sentence that a coordinator would nod at.")


def test_every_model_stands_in_the_glossary():
    words = re.findall(
        r"^\| (\w+) \| [^|]+ \| [^|]+ \|$", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M
    )
    missing = sorted({model.__name__ for model in our_models()} - set(words))
    told(missing, "Write a line into docs/glossary.md: | Word | German | what it is |")


def test_every_link_between_documents_leads_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    ]
    lost = [f"{page.relative_to(ROOT)}: {link}" for page, link in links if not (page.parent / link).exists()]
    told(lost, "Mend these links or write what they promise.")


# Pages ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("engine", ["html", "text"])
def test_every_template_compiles(engine):
    suffix = {"html": ".html", "text": ".txt"}[engine]
    for path in pages(suffix):
        if path.parts[0] == "templates":
            get_template(str(path.relative_to("templates")), using=engine)


def test_no_page_holds_style_or_script_of_its_own():
    broken = [
        f"{path}:{number} {line.strip()[:80]}"
        for path in pages(".html", ".svg")
        for number, line in enumerate(lines_of(path), 1)
        if INLINE.search(line) and path.parts[0] == "templates"
    ]
    told(
        broken,
        "The Content-Security-Policy blocks it: use a class from static/css, or a behaviour from static/js found by a data- attribute.",
    )


def test_colours_come_from_the_tokens_only():
    broken = [
        f"{path}:{number} {line.strip()[:80]}"
        for path in [*pages(".css", ".html"), *modules()]
        for number, line in enumerate(lines_of(path), 1)
        if path.name not in WITHOUT_TOKENS
        and RAW_COLOUR.search(_without_links(line))
        and "theme-color" not in line
    ]
    told(broken, "Use a custom property from static/css/tokens.css, or add one there for light and dark.")


def _without_links(line):
    return re.sub(r'(?:href|for|id|aria-\w+)="[^"]*"|url\([^)]*\)|&#\w+;', "", line)
