"""Whether the roll is still the one that was read."""

from django.db import models


class RollVersion(models.Model):
    """Tokens that are others after each change of what a roll is called from (R2-R4): all that one sees are the version.

    Written by the database itself, in the transaction of the change, on each table that roll_sql reads of. A change
    takes the rows that nobody else is taking, and puts a token of its own in their place: it waits for no other change,
    and no other for it. A random token and not a count: one that was given back with its transaction never comes again.
    """

    token = models.UUIDField()

    def __str__(self) -> str:
        return str(self.token)
