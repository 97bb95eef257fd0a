from django.db import migrations, models

OBSTACLES = [
    ("price", "The price"),
    ("contract", "Their contract still runs"),
    ("coverage", "Nothing to be had where they live"),
    ("landlord", "The landlord"),
    ("trouble", "Trouble with us before"),
    ("effort", "Too much bother to switch"),
    ("other", "Something else"),
]
RELATIONS = [
    ("stranger", "Somebody I didn't know"),
    ("friend", "A friend or neighbour"),
    ("family", "My family"),
    ("myself", "Myself"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0013_a_network_may_keep_what_contracts_are_worth"),
        ("leads", "0010_a_notice_is_never_rewritten"),
    ]

    operations = [
        migrations.AddField("lead", "obstacle", models.CharField(blank=True, choices=OBSTACLES, max_length=10)),
        migrations.AddField("lead", "relation", models.CharField(blank=True, choices=RELATIONS, max_length=10)),
        migrations.AddField("lead", "win_back", models.BooleanField(default=False)),
        migrations.AddField(
            "lead", "contract_value", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)
        ),
        migrations.AddConstraint(
            "lead",
            models.CheckConstraint(
                condition=models.Q(("contract_value", None), ("contract_value__gte", 0), _connector="OR"),
                name="contract_value_is_no_debt",
            ),
        ),
    ]
