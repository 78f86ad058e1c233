# syntax=docker/dockerfile:1
# The program alone, on an image without a shell, as a user without rights. It needs
# one writable folder, /data; the rest of its file system may be read-only.
FROM --platform=$BUILDPLATFORM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG TARGETOS TARGETARCH
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags=-s -o /out/briefing-bot ./cmd/briefing-bot && \
    mkdir -p /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/briefing-bot /usr/local/bin/briefing-bot
COPY --from=build --chown=65532:65532 /out/data /data
ENV BRIEFING_BOT_DATA=/data
VOLUME /data
# By number: Kubernetes cannot tell whether a name is root.
USER 65532:65532
EXPOSE 8383
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s CMD ["/usr/local/bin/briefing-bot", "ready"]
ENTRYPOINT ["/usr/local/bin/briefing-bot"]
CMD ["serve"]
