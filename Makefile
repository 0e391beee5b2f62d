# make demo     shows the whole job on this machine: signed releases, gates, a hot swap under load, rollback
# make check    the fast tests, under two minutes
# make test     all tests
# make fuzz     every reader of bytes from outside, SECONDS=60 each
# make package  the .deb and .rpm packages, in artifacts/packages; VERSION= for another version than the one in nfpm.yaml
# make reproduce  builds them a second time from a copy of the commit elsewhere, and compares every bit
# make device   the virtual device, booted by hand, with a console
# make device-test  every story in the virtual device
# make power-cuts  N=100 power cuts in the virtual device; goes on where it was stopped; report in artifacts/power-cuts
# make bench    speed and memory beside the named peers; results in tests/bench/results
CONFIGURATION ?= Release
BUILD = dotnet build --no-restore -c $(CONFIGURATION) -v quiet -nologo
TEST = dotnet test --no-build -c $(CONFIGURATION) -nologo --logger "console;verbosity=minimal"

.PHONY: help setup-demo setup-test setup-package build demo check test package reproduce fuzz bench kill-matrix device device-test power-cuts mutate clean

help:
	@sed -n 's/^# //p' Makefile

setup-demo:
	@eng/setup demo

setup-test:
	@eng/setup test

setup-package:
	@eng/setup package

demo: setup-demo
	@$(BUILD) src/GitEdge.Agent
	@$(BUILD) src/GitEdge.Inference
	@eng/demo $(CONFIGURATION)

build: setup-test
	@$(BUILD) GitEdge.sln

check: build
	@$(TEST) --filter "Category!=Slow" GitEdge.sln

test: build package
	@eng/test $(CONFIGURATION)

package: setup-package
	@eng/package $(VERSION)

reproduce: package
	@eng/reproduce

fuzz: build
	@eng/fuzz $(CONFIGURATION) $(SECONDS)

bench: build
	@eng/bench

kill-matrix: build
	@GITEDGE_KILL_MATRIX=all $(TEST) --filter "Category=Kill" tests/GitEdge.Agent.Tests

device: setup-test
	@eng/device

device-test: build
	@eng/device-ready
	@$(TEST) tests/device/GitEdge.Device.Tests

power-cuts: build
	@eng/power-cuts $(CONFIGURATION) $(or $(N),100)

mutate: setup-test
	@eng/mutate

clean:
	@git clean -qfdX -e '!node_modules' -e '!.setup'
