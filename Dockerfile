# The one image of the course. `docker build -t course .` builds it; Binder takes a Dockerfile that
# stands here; `.devcontainer/` and the hub of `.hub/README.md` use it as well.
FROM python:3.13-slim-bookworm
ARG NB_USER=jovyan
ARG NB_UID=1000
RUN useradd --create-home --uid "$NB_UID" "$NB_USER"

COPY pyproject.toml constraints.txt README.md LICENSE /srv/source/
COPY course /srv/source/course
COPY lessons /srv/source/lessons
COPY .hub /srv/source/.hub
RUN sh /srv/source/.hub/image /srv/course

ENV PATH=/srv/course/env/bin:$PATH \
    NUMBA_CACHE_DIR=/srv/course/kernels \
    NUMBA_CPU_NAME=generic
USER $NB_USER
WORKDIR /home/$NB_USER
RUN course start --no-open
EXPOSE 8888
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--no-browser"]
