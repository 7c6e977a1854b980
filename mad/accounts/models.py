"""Who may sign in, and for which office (R9, R10)."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from mad.accounts.roles import Role


class Office(models.Model):
    """A source: bound to share, voluntary, or the Division's own research (R10).

    bound_since: the first day on which it owed reports; None when that lies before the record.
    """

    class Duty(models.TextChoices):
        BOUND = "bound", "Bound"
        VOLUNTARY = "voluntary", "Voluntary"
        OWN = "own", "Own research"

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    duty = models.CharField(max_length=10, choices=Duty.choices)
    bound_since = models.DateField(null=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def machine(self) -> User:
        """The user that the office's tokens act as."""
        return User.objects.get(office=self, is_machine=True)


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **facts) -> User:
        user = self.model(username=username, **facts)
        user.set_password(password)
        user.full_clean(exclude=["password"], validate_constraints=False)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person, or the machine of an office. An administrator manages accounts and opens nothing else (R9)."""

    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(blank=True)
    full_name = models.CharField(max_length=160)
    role = models.CharField(max_length=20, choices=[c for c in Role.choices if c[0] != Role.PRESIDING])
    presiding = models.BooleanField(default=False)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="people")
    is_machine = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="en")
    timezone = models.CharField(max_length=64, default="UTC")
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "role"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="role_is_known", condition=Q(role__in=[r for r in Role.values if r != Role.PRESIDING])
            ),
            models.CheckConstraint(name="only_a_member_presides", condition=Q(presiding=False) | Q(role=Role.MEMBER)),
            models.UniqueConstraint(name="one_presiding_member", fields=["presiding"], condition=Q(presiding=True)),
            models.CheckConstraint(
                name="a_partner_has_an_office", condition=~Q(role=Role.PARTNER) | Q(office__isnull=False)
            ),
            models.CheckConstraint(name="a_machine_is_a_partner", condition=Q(is_machine=False) | Q(role=Role.PARTNER)),
            models.UniqueConstraint(name="one_machine_per_office", fields=["office"], condition=Q(is_machine=True)),
        ]

    def __str__(self) -> str:
        return self.full_name

    @cached_property
    def roles(self) -> frozenset[Role]:
        """All roles held, the presiding member's included."""
        held = {Role(self.role)}
        if self.presiding:
            held.add(Role.PRESIDING)
        return frozenset(held)

    @property
    def docket_label(self) -> str:
        """How the docket names this actor: role and user name, never an address."""
        if self.is_machine and self.office:
            return f"office:{self.office.code}"
        return f"{Role.PRESIDING if self.presiding else self.role}:{self.username}"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


class OfficeToken(models.Model):
    """A bearer token of an office, or of one person. Only its SHA-256 is kept; the token is shown once.

    successor: the token that replaces it; both work until this one expires.
    """

    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="tokens")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    successor = models.OneToOneField("self", models.PROTECT, null=True, related_name="predecessor")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_token_has_one_holder",
                condition=Q(office__isnull=False, person=None) | Q(office=None, person__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.office or self.person}: {self.name}"
