# The portal for the service deployment (docker-compose.yml): web server, worker, beat and migrate are the same
# image with different commands. For one checkpoint or a trial none of this is needed: make run.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
# For certificates as PDF (CFG.W020), and for backup and restore.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
       postgresql-client \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY . .

# Compiled here, so that containers need not write into the image. The secret lives for this step alone.
RUN export DATA_DIR=/tmp/build STATIC_ROOT=/app/collected \
    && python manage.py compile_messages && python manage.py collect_static_files && rm -rf /tmp/build \
    && python -m compileall -q config training screening checkpoints ledger

ARG CODE_REVISION=
ENV CODE_REVISION=$CODE_REVISION STATIC_ROOT=/app/collected DATA_DIR=/data PORT=8000
RUN useradd --system --uid 10001 portal && install -d -o portal -g portal -m 700 /data /heads
USER portal
VOLUME ["/data", "/heads"]
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--config", "python:config.web_server", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", \
     "--no-control-socket"]
