# syntax=docker/dockerfile:1
# One image for web, worker, beat and the migration step; see docker-compose.yml for who runs which command.

FROM python:3.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --require-hashes --only-binary=:all: --requirement /tmp/requirements.txt

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="Mass Atrocities Division"
RUN apt-get update && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-ara \
    tesseract-ocr-chi-sim tesseract-ocr-fra tesseract-ocr-rus tesseract-ocr-spa && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/var/lib/mad
RUN groupadd --system --gid 10001 mad \
    && useradd --system --uid 10001 --gid mad --home-dir /nonexistent --shell /usr/sbin/nologin mad \
    && install --directory --owner=mad --group=mad --mode=0700 /var/lib/mad
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/mad
COPY . .
RUN python -m compileall -q /srv/mad
USER 10001:10001
VOLUME /var/lib/mad
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 CMD ["python", "deploy/health.py"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "1", \
     "--blocking-threads", "64", "--http1-buffer-size", "1048576", "--no-ws", "--log-level", "warning", "mad.wsgi:application"]
