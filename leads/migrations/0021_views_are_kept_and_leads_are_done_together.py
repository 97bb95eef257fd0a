import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ledger.text


class Migration(migrations.Migration):

    dependencies = [
        ("leads", "0020_leads_are_taken_out_as_a_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LeadBatch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('act', models.CharField(choices=[('hand', 'Hand to somebody'), ('move', 'Change the state'), ('lose', 'Mark as lost'), ('call', 'Call later')], max_length=10)),
                ('facts', models.JSONField(default=dict)),
                ('done_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LeadBatchRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('left', 'Left'), ('undone', 'Undone'), ('stayed', 'Stayed')], default='waiting', max_length=10)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='leads.leadbatch')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='leads.lead')),
            ],
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('name', models.CharField(max_length=40, validators=[ledger.text.one_line])),
                ('query', models.CharField(blank=True, max_length=600)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='leadbatch',
            index=models.Index(fields=['created_at'], name='lead_batch_oldest'),
        ),
        migrations.AddConstraint(
            model_name='leadbatchrow',
            constraint=models.UniqueConstraint(fields=('batch', 'place'), name='lead_batch_has_one_lead_at_a_place'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='saved_view_has_a_name_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_view_is_called_something'),
        ),
    ]
