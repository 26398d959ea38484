# make test      all tests, with the race detector
# make selftest  the selftest in full
# make lint      gofmt, go vet, staticcheck
# make interop   the tester against Dovecot, and mail clients against the server;
#                both are installed if they are missing
# make browser   the pages for people, in chromium: all lessons, each width
# make pictures  the pictures of the README
# make examples  the programs in examples/ beside a server
# make bench     the figures over the socket, beside Dovecot's if it is installed
# make fuzz      each fuzz target for FUZZTIME
# make crash     kill the server CRASHES times and look what it has kept
# make docs      the generated pages of docs/; runs the selftest in full
# make build     the binary, as ./imaporacle

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

GO       ?= go
PKG      ?= ./...
BENCH    ?= .
FUZZTIME ?= 20s
CRASHES  ?= 50

.PHONY: test selftest lint interop browser pictures examples bench fuzz crash docs build

test:
	$(GO) test -race $(PKG)

# Without the race detector, which would make minutes of it.
selftest:
	$(GO) run ./cmd/imaporacle selftest --full

lint:
	@files=$$(gofmt -l .); if [ -n "$$files" ]; then echo "gofmt:" $$files >&2; exit 1; fi
	$(GO) vet $(PKG)
	$(GO) tool staticcheck $(PKG)

interop:
	./interop/install.sh
	IMAPORACLE_INTEROP=1 $(GO) test -count=1 -v ./interop ./interop/clients

browser:
	./interop/install.sh
	IMAPORACLE_INTEROP=1 $(GO) test -count=1 -v ./interop/browser

pictures:
	./interop/install.sh
	IMAPORACLE_INTEROP=1 IMAPORACLE_PICTURES=$(CURDIR)/docs $(GO) test -count=1 -run 'TestPictures' ./interop/browser

examples: build
	./interop/install.sh
	IMAPORACLE=./imaporacle ./examples/run.sh ./examples/control.sh
	IMAPORACLE=./imaporacle ./examples/run.sh python3 examples/control.py
	IMAPORACLE=./imaporacle ./examples/run.sh node examples/control.mjs

bench:
	$(GO) run ./interop/withdovecot maildir \
		$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 30m ./bench | $(GO) run ./bench/table

# go test takes one fuzz target at a time.
fuzz:
	@grep -ro --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sed 's|/[^/]*:func | |' | sort | \
	while read -r dir target; do \
		echo "$$dir $$target"; \
		$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$dir" || exit 1; \
	done

crash:
	IMAPORACLE_CRASHES=$(CRASHES) $(GO) test -count=1 -v -timeout 30m ./crash

docs:
	$(GO) test -run TestPage -count=1 ./tester/coverage -update
	$(GO) run ./cmd/imaporacle selftest --full --format markdown > docs/selftest.md

build:
	$(GO) build -o imaporacle ./cmd/imaporacle
