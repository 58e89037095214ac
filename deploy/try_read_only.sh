#!/bin/sh
# Try the start command of the image without Docker: as a user without rights, in an empty environment, on a
# read-only root where only /tmp can be written. Needs bubblewrap, and EmbedLab installed for $PYTHON.
#   PYTHON=.venv/bin/python deploy/try_read_only.sh 8501
set -eu
port=${1:-8501}
python=$(realpath --no-symlinks "${PYTHON:-.venv/bin/python}")
exec bwrap --unshare-all --share-net --die-with-parent --uid 1000 --gid 1000 --cap-drop ALL \
  --ro-bind / / --dev /dev --proc /proc --tmpfs /tmp \
  --clearenv --setenv PATH /usr/bin:/bin --setenv LANG C.UTF-8 --setenv HOME /tmp/none \
  --setenv PYTHONUNBUFFERED 1 --setenv PYTHONDONTWRITEBYTECODE 1 --setenv EMBEDLAB_CACHE /tmp/cache \
  --chdir "$PWD" \
  "$python" -m embedlab run --host 0.0.0.0 --port "$port"
