"""The roles of R9. Every person holds one; the presiding member holds the member's as well."""

from django.db.models import TextChoices


class Role(TextChoices):
    MEMBER = "member", "Member"
    PRESIDING = "presiding", "Presiding member"
    REGISTRAR = "registrar", "Registrar"
    OFFICER = "officer", "Secretariat officer"
    ETHICS = "ethics", "Ethics officer"
    AUDITOR = "auditor", "Auditor"
    PARTNER = "partner", "Partner office"
    ADMINISTRATOR = "administrator", "Administrator"
