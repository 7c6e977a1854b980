"""Words of the Framework and the watch list as pages say them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.procedure.framework import Moved, Status, Trend
from cases.procedure.watch import Source
from cases.procedure.watch_review import Due

STATUS = {
    Status.ABSENT: pgettext_lazy("a risk factor is", "Absent"),
    Status.EMERGING: pgettext_lazy("a risk factor is", "Emerging"),
    Status.PRESENT: pgettext_lazy("a risk factor is", "Present"),
    Status.UNKNOWN: pgettext_lazy("a risk factor is", "Unknown"),
}
TREND = {
    Trend.RISING: pgettext_lazy("a trend is", "Rising"),
    Trend.STEADY: pgettext_lazy("a trend is", "Steady"),
    Trend.FALLING: pgettext_lazy("a trend is", "Falling"),
    Trend.UNKNOWN: pgettext_lazy("a trend is", "Unknown"),
}
MOVED = {
    Moved.WORSE: _("became worse"),
    Moved.BETTER: _("became better"),
    Moved.LEARNED: _("became known"),
    Moved.LOST: _("no longer known"),
}
SOURCE = {
    Source.ALARMS: _("Alarms"),
    Source.FRAMEWORK: _("Framework of Analysis"),
    Source.WORSENED: _("Factors that became worse"),
    Source.MONTH: _("Killings in the newest month"),
    Source.ACTORS: _("Killings by one actor"),
    Source.STAGE: _("Stage of the case"),
    Source.LIKELY: _("Determination"),
    Source.TEMPORAL: _("Temporal finding"),
    Source.SEVERITY: _("Severity"),
}
DUE = {
    Due.NEVER: _("Review due: nobody has looked at it yet"),
    Due.DAY: _("Review due: its day has come"),
    Due.MOVED: _("Review due: the proposal has moved since"),
}
LEVEL = {
    1: pgettext_lazy("a level is", "Low"),
    2: pgettext_lazy("a level is", "Guarded"),
    3: pgettext_lazy("a level is", "Raised"),
    4: pgettext_lazy("a level is", "High"),
    5: pgettext_lazy("a level is", "Gravest"),
}
