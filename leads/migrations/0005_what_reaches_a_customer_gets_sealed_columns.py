from django.db import migrations, models

import ledger.sealed
import ledger.text


class Migration(migrations.Migration):

    dependencies = [
        ('leads', '0004_a_wording_is_never_rewritten'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='customer',
            name='customer_phone_is_international',
        ),
        migrations.AddField(
            model_name='customer',
            name='email_index',
            field=ledger.sealed.KeyedHashField(blank=True, editable=False, max_length=64, of='email'),
        ),
        migrations.AddField(
            model_name='customer',
            name='phone_index',
            field=ledger.sealed.KeyedHashField(blank=True, editable=False, max_length=64, of='phone'),
        ),
        migrations.AlterField(
            model_name='customer',
            name='email',
            field=ledger.sealed.SealedField(blank=True, max_length=254, validators=[ledger.text.one_line]),
        ),
        migrations.AlterField(
            model_name='customer',
            name='phone',
            field=ledger.sealed.SealedField(blank=True, max_length=32, validators=[ledger.text.one_line]),
        ),
        migrations.AlterField(
            model_name='customer',
            name='street',
            field=ledger.sealed.SealedField(blank=True, max_length=120, validators=[ledger.text.one_line]),
        ),
        migrations.AlterField(
            model_name='customer',
            name='zip_code',
            field=ledger.sealed.SealedField(blank=True, max_length=12, validators=[ledger.text.one_line]),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('email_index', ''), _negated=True), fields=['email_index'], name='customer_by_email'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('phone_index', ''), _negated=True), fields=['phone_index'], name='customer_by_phone'),
        ),
    ]
