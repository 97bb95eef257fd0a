"""What bin/check asks of templates, migrations and the deployment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import engines

from .test_environment import GOOD

pytestmark = pytest.mark.static
TEMPLATES = Path(settings.BASE_DIR) / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name):
    engines["text" if name.endswith(".txt") else "html"].get_template(name)


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_deployment_draws_no_warning():
    reached = {"DATABASE_URL": os.environ["DATABASE_URL"], "PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=GOOD | reached, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
