"""Exit 0 when this container's web server answers /healthz; asked as the proxy asks."""

from __future__ import annotations

import http.client
import os
import sys

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
try:
    connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
    healthy = connection.getresponse().status == http.HTTPStatus.OK
except (OSError, http.client.HTTPException):
    healthy = False
sys.exit(not healthy)
