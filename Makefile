# `make` alone prints what there is to make.
PREFIX ?= /usr/local
AS ?= reeve
# One search for JDK 25, the launcher's.
MAVEN = JAVA_HOME="$$(./reeve --jdk)" MAVEN_OPTS=--sun-misc-unsafe-memory-access=allow mvn -B -ntp

.DEFAULT_GOAL := help
.PHONY: help build test stress fuzz bench fmt check install clean

help: ## print this
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

build: ## compile, and train the start-up caches, when sources have changed
	@./reeve --build

test: ## install what tests need into .tools/, then run every test
	@tools/test

stress: build ## kill the daemon at 200 random moments and look for what is lost or doubled
	@$(MAVEN) -q verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=CampaignIT \
	  -Dreeve.campaign.rounds=200 -Dreeve.build="$$(cat dist/current)" \
	  -Dreeve.launcher="$(CURDIR)/reeve" -Dreeve.tools="$(CURDIR)/.tools"

fuzz: ## throw 50,000 broken inputs at each parser, others each time (FUZZ_INPUTS=, FUZZ_SEED=)
	@$(MAVEN) -q test -Dtest='*FuzzTest' -Dreeve.fuzz.inputs=$${FUZZ_INPUTS:-50000} \
	  -Dreeve.fuzz.seed=$${FUZZ_SEED:-$$(date +%s)}

bench: build ## measure Reeve beside PM2 and supervisord into docs/bench.md (BENCH_QUICK=1: fewer; BENCH_ONLY=part)
	@tools/bench

fmt: ## format the sources
	@$(MAVEN) -q spotless:apply

check: ## formatting, compiler and unit tests only
	@$(MAVEN) -q spotless:check test

install: build ## install under PREFIX (/usr/local) by the name AS (reeve; AS=pm2 takes PM2's place)
	@tools/install "$(DESTDIR)$(PREFIX)" "$(AS)"

clean: ## remove everything that was built; a daemon that runs from here keeps running
	rm -rf target dist
