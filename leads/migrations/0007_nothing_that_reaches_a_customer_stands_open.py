from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0006_what_reached_a_customer_so_far_is_sealed")]

    operations = [
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(
                models.Q(('email', ''), ('email__startswith', 's1:'), _connector='OR'),
                models.Q(('phone', ''), ('phone__startswith', 's1:'), _connector='OR'),
                models.Q(('street', ''), ('street__startswith', 's1:'), _connector='OR'),
                models.Q(('zip_code', ''), ('zip_code__startswith', 's1:'), _connector='OR')), name='what_reaches_a_customer_is_sealed'),
        ),
    ]
