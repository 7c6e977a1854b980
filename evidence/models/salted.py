"""Records whose docket entry could be guessed from its digest, were it not salted (R16, R49)."""

from __future__ import annotations

from django.db import models

from mad.common.canonical import new_salt


class Salted(models.Model):
    """salt: keys the digest of the docket entries on this row. Their contents are few and protected: who hashes every
    grade, sensitivity or reader would find the one that fits. Empty on rows from before there was one."""

    salt = models.BinaryField(max_length=32, default=new_salt, editable=False)

    class Meta:
        abstract = True
