# Targets for development. `make ci` runs everything that .ci/run runs.
GO       ?= go
LINT     := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZTIME ?= 30s
# The acceptance data of the maintainers lies beside the checkout, if anywhere.
ACCEPT   ?= ../shared/briefing/accept

.PHONY: help build lint format test race cover fuzz bench accept peers reproducible packages release-check verify ci

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | column -t -s "$$(printf '\t')"

build: ## build the program into ./briefing-bot
	$(GO) build -o briefing-bot ./cmd/briefing-bot

lint: ## vet and lint, the import table included
	$(LINT) run ./...

format: ## gofmt and the fixes that the linters can make themselves
	$(LINT) run --fix ./...

test: ## all tests
	$(GO) test ./...

# The packages that take longest come first, so that both ends of a machine with few processors are
# busy to the end.
race: ## all tests under the race detector, but for long ones that do one thing at a time
	CGO_ENABLED=1 $(GO) test -race ./cmd/... ./index/... ./bot/... ./handlers/...

cover: ## coverage of each package by its own tests
	$(GO) test -cover ./... | awk '/coverage:/ {print $$5, $$2}' | sort -n

fuzz: ## every fuzz target for FUZZTIME (30s)
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "== $$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

bench: ## the benchmarks of docs/benchmarks.md that need no data from outside
	$(GO) test -run '^$$' -bench . -benchtime 3x ./...

peers: ## our index beside SQLite's FTS5 and plain Bleve: the same passages and questions in one run
	cd index/testdata/peers && $(GO) test -run '^$$' -bench Peers -benchtime 200x -timeout 60m

accept: ## check a build against the judged article, where it is at hand
	@if [ -x $(ACCEPT) ]; then \
		bin=$$(mktemp -d) && trap 'rm -rf "$$bin"' EXIT && \
		$(GO) build -o "$$bin/briefing-bot" ./cmd/briefing-bot && \
		$(ACCEPT) "$$bin/briefing-bot" && $(ACCEPT) "$$bin/briefing-bot" all; \
	else echo "skipped: $(ACCEPT) is not here"; fi

reproducible: ## two builds of the checkout, in two folders, are the same bytes
	@one=$$(mktemp -d) && two=$$(mktemp -d) && trap 'rm -rf "$$one" "$$two"' EXIT && \
	for dir in "$$one" "$$two"; do \
		git archive HEAD | tar -x -C "$$dir" && \
		(cd "$$dir" && CGO_ENABLED=0 $(GO) build -trimpath -ldflags=-s -buildvcs=false -o briefing-bot ./cmd/briefing-bot) || exit 1; \
	done && cmp "$$one/briefing-bot" "$$two/briefing-bot" && sha256sum <"$$one/briefing-bot"

packages: ## what packages are made from: unit, manifests, scripts, as far as this machine can check them
	sh packaging/scripts/check.sh

release-check: packages ## try a release without publishing it (goreleaser and syft must be installed)
	goreleaser check
	goreleaser release --snapshot --clean

verify: ## modules are those of go.sum, go.mod is tidy, and nothing needs cgo
	$(GO) mod verify
	$(GO) mod tidy -diff
	CGO_ENABLED=0 $(GO) build ./...

ci: verify lint test race accept reproducible packages ## everything that must pass before a change lands
