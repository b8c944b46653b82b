# syntax=docker/dockerfile:1
# Every RUN line is a command that does the same in a plain checkout: nothing happens only inside an image.

FROM python:3.11-slim AS build
WORKDIR /srv/homelessons
COPY requirements.lock ./
RUN python3 -m venv .venv
RUN .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY scheduler scheduler
COPY exports exports
COPY models models
COPY api api
RUN .venv/bin/python -m pip install --no-cache-dir --no-deps .
RUN .venv/bin/python -P -m scheduler.engine.warm

FROM python:3.11-slim
RUN useradd --system --create-home --uid 10001 homelessons
WORKDIR /srv/homelessons
COPY --from=build /srv/homelessons/.venv .venv
ENV PATH="/srv/homelessons/.venv/bin:$PATH" PYTHONUNBUFFERED=1
USER homelessons
WORKDIR /work
HEALTHCHECK --interval=60s --timeout=10s CMD ["homelessons", "schema", "problem"]
ENTRYPOINT ["homelessons"]
CMD ["--help"]
