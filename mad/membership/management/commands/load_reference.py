"""manage.py load_reference: States and Council seats into the database; counts of all reference data."""

from typing import Any

from django.core.management.base import BaseCommand

from mad.membership.loading import load_reference
from mad.reference import elements, framework, sources, toolbox


class Command(BaseCommand):
    help = "Load States and Council seats, and count the reference data. Can be run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_reference()
        counts |= {
            "crimes": len(elements.crimes()),
            "acts": sum(len(crime.acts) for crime in elements.crimes()),
            "risk factors": len(framework.factors()),
            "indicators": sum(len(factor.indicators) for factor in framework.factors()),
            "tools": len(toolbox.tools()),
            "sources": len(sources.sources()),
        }
        for name, number in counts.items():
            self.stdout.write(f"{number:>6} {name}")
