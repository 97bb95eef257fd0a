from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('leads', '0022_what_the_service_desk_gets_and_what_two_share'),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='contact_until',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('contact_until', None), _negated=True), fields=['contact_until'], name='customer_contact_unconfirmed'),
        ),
    ]
