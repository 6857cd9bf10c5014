# The portal as an image: docker build -t schedcheck-portal .
# What is installed is pinned with its hashes, as everywhere in this project.
FROM python:3.13-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 LANG=C.UTF-8
WORKDIR /opt/schedcheck
COPY constraints/build.txt constraints/portal.txt constraints/
RUN python -m pip install --no-cache-dir --require-hashes --requirement constraints/build.txt \
 && python -m pip install --no-cache-dir --require-hashes --no-build-isolation --requirement constraints/portal.txt
COPY pyproject.toml README.md LICENSE ./
COPY schedcheck schedcheck
RUN python -m pip install --no-cache-dir --no-deps --no-build-isolation . \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin portal \
 && install --directory --owner=portal --group=portal --mode=0700 /data
USER portal
WORKDIR /data
VOLUME /data
EXPOSE 8000
# asked as the server with TLS asks, by the first of its names
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'X-Forwarded-Proto': 'https', 'Host': os.environ.get('SCHEDCHECK_HOSTS', 'localhost').split(',')[0]}), timeout=8)"]
ENTRYPOINT ["python", "-m", "schedcheck"]
CMD ["serve", "--data", "/data", "--bind", "0.0.0.0:8000"]
