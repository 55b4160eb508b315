# What is deployed: packages, releases, and the checks of both templates. Included by the Makefile.

DEPLOY := $(CACHE)/deploy
PACKAGE := cd tools && go run ./package
OWN = $(if $(RULES),-rules '$(abspath $(RULES))') $(if $(ACCOUNTS),-accounts '$(abspath $(ACCOUNTS))')

.PHONY: package
package: go ## build the function's package, dist/trailnotify.zip (RULES=DIR and ACCOUNTS=FILE put your own in)
	$(PACKAGE) function -out ../dist $(OWN)
	cp dist/trailnotify.zip deploy/terraform/trailnotify.zip

.PHONY: release
release: go ## make every artefact of a release in dist (VERSION=1.2.3)
	$(if $(VERSION),,$(error VERSION is not set: make release VERSION=1.2.3))
	$(PACKAGE) release -version '$(VERSION)' -out '../dist/$(VERSION)'

# checkov and the SAM CLI are large and want different versions of the same packages: in CI only, each on its own.
ifeq ($(CI),true)
test: deploy-check
DEPLOY_PYTHON := $(DEPLOY)/sam $(DEPLOY)/checkov
else
DEPLOY_PYTHON := $(DEPLOY)/lint
endif

.PHONY: terraform-docs
terraform-docs: go $(TOOLS)/terraform-docs ## write the tables of the Terraform module's README
	$(TOOLS)/terraform-docs deploy/terraform

$(TOOLS)/terraform-docs: tools/go.mod
	cd tools && go build -o $@ github.com/terraform-docs/terraform-docs
	touch $@

.PHONY: deploy-check
deploy-check: go $(TOOLS)/terraform-docs $(DEPLOY_PYTHON:=/installed) ## check the Terraform module and the SAM template
	$(TOOLS)/terraform-docs --output-check deploy/terraform
	$(PACKAGE) function -out '$(DEPLOY)/function'
	deploy/check/terraform.sh '$(CURDIR)' '$(DEPLOY)'
	deploy/check/templates.sh '$(CURDIR)' '$(DEPLOY)' $(DEPLOY_PYTHON)

$(DEPLOY)/%/installed: deploy/check/%.txt
	$(call need,python3,Python 3.11 or later with venv and pip for the checks of the templates)
	rm -rf $(@D)
	python3 -m venv --without-pip $(@D)
	python3 -m pip --python $(@D)/bin/python install -q --no-cache-dir --no-deps -r $<
	touch $@

clean: clean-deploy

.PHONY: clean-deploy
clean-deploy:
	rm -rf dist deploy/terraform/trailnotify.zip deploy/terraform/.terraform deploy/sam/.aws-sam
