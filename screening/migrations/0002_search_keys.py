"""Search keys become a light index. Nothing wrote them before, so the table is made anew."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="SearchKey"),
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("number", "declaration number"),
                            ("means", "plate, wagon, flight or vessel"),
                            ("container", "Container"),
                            ("party", "Party"),
                            ("hs", "HS code"),
                            ("word", "word of a goods line"),
                        ],
                        max_length=9,
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                (
                    "shipment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_keys",
                        to="screening.shipment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["key", "kind", "shipment"],
                        name="search_key",
                        opclasses=["varchar_pattern_ops", "varchar_pattern_ops", "uuid_ops"],
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("shipment", "kind", "key"), name="search_key_once")],
            },
        ),
    ]
