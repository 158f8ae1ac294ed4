# syntax=docker/dockerfile:1
#
# Caddy with its standard modules and PiCloud, in an image that holds nothing
# else: no shell, no packages, and no user but one that owns nothing.
#
#   docker build --tag picloud .
#   docker run --rm --publish 8000:8000 --volume picloud:/data picloud
#
# docs/how-to/deploy.md says how to run it.

FROM --platform=$BUILDPLATFORM docker.io/library/golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG TARGETOS
ARG TARGETARCH
ENV CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH
# The version comes from git, which .dockerignore therefore leaves whole. The
# tags keep what Caddy can store certificates in, and PiCloud does not use, out.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
	go build -trimpath -ldflags="-s -w" -tags=nobadger,nomysql,nopgx -o /image/usr/bin/picloud ./cmd/picloud && \
	cd deploy && go build -trimpath -ldflags="-s -w" -o /image/usr/bin/healthcheck ./healthcheck
RUN mkdir -p /image/data /image/config /image/etc/ssl/certs /image/etc/picloud && \
	cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ && \
	cp deploy/caddy/container.Caddyfile /image/etc/picloud/Caddyfile && \
	echo 'picloud:x:65532:65532::/data:/sbin/nologin' > /image/etc/passwd && \
	echo 'picloud:x:65532:' > /image/etc/group

FROM scratch
COPY --from=build /image/usr /usr
COPY --from=build /image/etc /etc
COPY --from=build --chmod=1777 /image/config /tmp
# New volumes take over who owns these.
COPY --from=build --chown=65532:65532 --chmod=0700 /image/data /data
COPY --from=build --chown=65532:65532 --chmod=0700 /image/config /config

ENV PATH=/usr/bin XDG_DATA_HOME=/data XDG_CONFIG_HOME=/config HOME=/data
VOLUME ["/data", "/config"]
USER 65532:65532
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
	CMD ["/usr/bin/healthcheck", "8000"]
ENTRYPOINT ["/usr/bin/picloud"]
CMD ["run", "--config", "/etc/picloud/Caddyfile"]
