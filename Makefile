# Two commands do everything: "make demo" and "make test". Both work in a bare clone and fetch what they need: Go
# modules through go, DynamoDB Local through Maven, Python packages through pip. Outside the checkout only Go's own
# caches are written to. "make help" lists the targets.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

CACHE := $(CURDIR)/.cache
TOOLS := $(CACHE)/bin
DYNAMODB_LOCAL := $(CACHE)/dynamodb-local/classes/Loopback.class
PYTHON := $(CACHE)/python/installed
PEERS := $(CACHE)/bench/ruler/classes/Ruler.class $(CACHE)/bench/python/installed
MODULES := . bench e2e tools

# The release build's settings hold for everything, or the SDK would be compiled once for each set of them.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath -buildvcs=false

# $(call need,command,what to install): one line and the end where a command is missing.
need = @command -v $(1) >/dev/null || { echo "make: $(1) is missing: install $(2)" >&2; exit 2; }
instead = , or run 'make unit', which needs Go alone

include deploy/deploy.mk

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: go ## replay the sample attack, in memory (needs Go alone)
	go run ./cmd/trailnotify replay --home-region ap-northeast-1 testdata/sample

.PHONY: build
build: go ## build bin/trailnotify and the Lambda function bin/bootstrap
	go build -buildvcs=auto -ldflags '-s -w' -o bin/trailnotify ./cmd/trailnotify
	go build -tags lambda.norpc -ldflags '-s -w' -o bin/bootstrap ./cmd/lambda

.PHONY: test
test: lint race tools-test bench-test e2e ## run all checks and tests, with everything they need

.PHONY: unit
unit: go ## run the tests of the product; without 'make deps' those on a real table are skipped (needs Go alone)
	go test ./...

# Packages whose tests leave something out under the race detector: what runs in one goroutine and would take minutes
# there, and what counts allocations.
LONG := ./cloudtrail ./detector ./simulate ./simulate/world ./handler ./pattern ./window

# The newest Go, beside the one that go.mod names. Go fetches it as a module.
NEXT := go1.27.4
.PHONY: test-next
test-next: go ## run the tests of the product with the newest Go (needs Go alone)
	GOTOOLCHAIN=$(NEXT) go test ./...

.PHONY: race
race: go $(DYNAMODB_LOCAL) ## run the tests of the product with the race detector, and what is too long for it without
	$(call need,$$(go env CC),a C compiler for the race detector$(instead))
	CGO_ENABLED=1 go test -race ./...
	go test $(LONG)

.PHONY: tools-test
tools-test: go ## run the tests of the tools
	cd tools && go test ./...

.PHONY: bench-test
bench-test: go ## run the tests of what measures the product
	cd bench && go test ./...

.PHONY: e2e
e2e: go deps ## run the built function on DynamoDB Local, an SNS endpoint and faults between
	cd e2e && go test -count=1 -parallel 2 . ./stand

.PHONY: lint
lint: go $(TOOLS)/staticcheck ## check formatting, go vet, staticcheck and the workflows
	@unformatted=$$($(TOOLS)/gofumpt -l *.go */) && test -z "$$unformatted" || \
		{ echo "make lint: run gofumpt on:" $$unformatted >&2; exit 1; }
	@for module in $(MODULES); do \
		echo "lint $$module"; (cd $$module && go vet ./... && $(TOOLS)/staticcheck ./...) || exit 1; \
	done
	$(TOOLS)/actionlint -shellcheck= -pyflakes= .github/workflows/*.yml

N ?= 100000
.PHONY: simulate
simulate: go ## run N simulated schedules of deliveries and faults (100000) at each rate of faults
	go run ./simulate/run -n $(N) -faults 0,2,15,40

.PHONY: mutants
mutants: go ## prove that the simulator catches every wrong variant of the counting
	go run ./simulate/mutants -n 20000

# Seeds of a day are those that no other day has, and are the same all day.
NIGHT := $(shell date -u +%Y%m%d)00000000

.PHONY: nightly
nightly: go ## run what is too long for every push: fuzzing, and new seeds of the simulator and its wrong variants
	$(MAKE) --no-print-directory fuzz FUZZTIME=5m
	go run ./simulate/run -n $(N) -faults 0,2,15,40 -seed $(NIGHT)
	go run ./simulate/mutants -n 20000 -seed $(NIGHT)

FUZZTIME ?= 30s
.PHONY: fuzz
fuzz: go ## run every fuzz target for FUZZTIME each (30s)
	@grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' --exclude-dir='.?*' . | sort | while IFS=: read -r file target; do \
		echo "go test -fuzz $${target#func } $$(dirname $$file)"; \
		(cd $$(dirname $$file) && go test -run '^$$' -fuzz "^$${target#func }$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x .) || exit 1; \
	done

BENCHTIME ?= 500ms
ROUNDS ?= 6
.PHONY: bench
bench: go ## measure the product and other engines, BENCHTIME (500ms) for each in ROUNDS (6), and print tables
	@$(MAKE) --no-print-directory -k bench-peers || echo "make bench: what could not be fetched is shown as missing" >&2
	cd bench && go run . -time $(BENCHTIME) -rounds $(ROUNDS)

.PHONY: bench-history
bench-history: go ## measure reading 1 GB of history (or MB=…), side by side with zcat and jq
	cd bench && go run ./history -mb $(or $(MB),1024)

.PHONY: bench-compare
bench-compare: go $(TOOLS)/staticcheck ## compare the Go benchmarks with those of the revision BASE, in turns
	$(if $(BASE),,$(error BASE is not set: make bench-compare BASE=HEAD~1))
	bench/compare.sh '$(BASE)' $(ROUNDS) $(BENCHTIME)

.PHONY: bench-peers
bench-peers: $(PEERS)

.PHONY: manual
manual: go ## write docs/cli and docs/man anew from the commands
	go test ./cmd/trailnotify -run Manual -count=1 -update

.PHONY: sample
sample: go ## write testdata/sample and the events in testdata/payloads anew
	cd tools && go run ./traffic/cmd/sample ../testdata

.PHONY: picture
picture: go ## draw docs/alert.svg anew from an alert of the sample
	go test . -run Picture -count=1 -update
	cd tools && go run ./picture < ../docs/alert.json > ../docs/alert.svg

.PHONY: deps
deps: $(DYNAMODB_LOCAL) $(PYTHON) ## fetch what tests run against, into .cache

$(DYNAMODB_LOCAL): tools/dynamodb-local/pom.xml tools/dynamodb-local/Loopback.java
	$(call need,mvn,Maven 3.8 or later for DynamoDB Local$(instead))
	$(call need,javac,a JDK 17 or later for DynamoDB Local$(instead))
	rm -rf $(CACHE)/dynamodb-local
	mvn -q -B -f tools/dynamodb-local/pom.xml -Dmaven.repo.local=$(CACHE)/m2 \
		dependency:copy-dependencies -DoutputDirectory=$(CACHE)/dynamodb-local/lib -DincludeScope=runtime
	rm -rf $(CACHE)/m2
	javac -cp '$(CACHE)/dynamodb-local/lib/*' -d $(@D) tools/dynamodb-local/Loopback.java

$(PYTHON): e2e/requirements.txt
	$(call need,python3,Python 3.11 or later with venv and pip for the end-to-end tests$(instead))
	rm -rf $(@D)
	python3 -m venv --without-pip $(@D)
	python3 -m pip --python $(@D)/bin/python install -q --no-cache-dir --no-deps -r e2e/requirements.txt
	touch $@

$(CACHE)/bench/ruler/classes/Ruler.class: bench/ruler/pom.xml bench/ruler/Ruler.java
	$(call need,mvn,Maven 3.8 or later for event-ruler)
	$(call need,javac,a JDK 17 or later for event-ruler)
	rm -rf $(CACHE)/bench/ruler
	mvn -q -B -f bench/ruler/pom.xml -Dmaven.repo.local=$(CACHE)/m2 \
		dependency:copy-dependencies -DoutputDirectory=$(CACHE)/bench/ruler/lib -DincludeScope=runtime
	rm -rf $(CACHE)/m2
	javac -cp '$(CACHE)/bench/ruler/lib/*' -d $(@D) bench/ruler/Ruler.java

$(CACHE)/bench/python/installed: bench/python/requirements.txt
	$(call need,python3,Python 3.11 or later with venv and pip for the Python peers)
	rm -rf $(@D)
	python3 -m venv --without-pip $(@D)
	python3 -m pip --python $(@D)/bin/python install -q --no-cache-dir --no-deps -r bench/python/requirements.txt
	touch $@

$(TOOLS)/staticcheck: tools/go.mod
	cd tools && go build -o $(TOOLS)/ tool
	touch $@

.PHONY: clean
clean: ## remove what make has fetched and built
	rm -rf bin $(CACHE)

.PHONY: go
go:
	$(call need,go,Go 1.26 or later)
