# The hub's own image: workers and HTTP under their supervisor. Kafka and PostgreSQL are other containers (docker-compose.yml).
FROM python:3.12.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/hub
WORKDIR /src
COPY requirements.txt ./
RUN /opt/hub/bin/pip install --require-hashes -r requirements.txt
COPY requirements.in pyproject.toml README.md ./
COPY schemas schemas
COPY connectors connectors
COPY streams streams
COPY projections projections
COPY hub hub
RUN /opt/hub/bin/pip install --no-deps --no-build-isolation .

FROM python:3.12.12-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin hub && install -d -o hub -g hub -m 0700 /data
COPY --from=build /opt/hub /opt/hub
ENV PATH=/opt/hub/bin:$PATH PYTHONUNBUFFERED=1 HUB_DATA=/data
USER 10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/readyz', timeout=3)"]
ENTRYPOINT ["hub"]
CMD ["up"]
