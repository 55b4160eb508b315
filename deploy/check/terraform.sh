#!/bin/sh
# Checks the Terraform module. Usage: terraform.sh CHECKOUT CACHE
#
# Formatting, then in a copy of the module: validate and the tests, with the real provider where "terraform init" can
# fetch it, else with the stand-in; and the names that a caller with two arguments gets, against those in README.md.
# Outside CI, what is missing is named and the check skipped; in CI it is a fault.
set -eu

checkout=$1
cache=$2
copy=$cache/module

skip() {
	if [ "${CI:-}" = true ]; then
		echo "deploy-check: the Terraform module can't be checked: $1" >&2
		exit 1
	fi
	echo "deploy-check: the Terraform module was NOT checked: $1"
	exit 0
}

command -v terraform >/dev/null || skip 'terraform 1.7 or later is missing'
terraform fmt -check -diff -recursive "$checkout/deploy/terraform"

rm -rf "$copy"
mkdir -p "$cache"
cp -R "$checkout/deploy/terraform" "$copy"
rm -rf "$copy/.terraform" "$copy/.terraform.lock.hcl"
cp "$cache/function/trailnotify.zip" "$copy"
cd "$copy"

init() { terraform init -backend=false -input=false -no-color >"$cache/init.log" 2>&1; }
if init; then
	provider='the real provider'
else
	stand_in=$cache/terraform-stand-in
	if ! cmp -s "$checkout/tools/terraform-stand-in/install" "$stand_in/install"; then
		rm -rf "$stand_in"
		"$checkout/tools/terraform-stand-in/install" "$stand_in" || skip 'the provider can be neither fetched nor stood in for'
	fi
	export TF_CLI_CONFIG_FILE="$stand_in/cli.tfrc"
	init || { cat "$cache/init.log" >&2; exit 1; }
	provider='the stand-in, because the real provider could not be fetched'
fi
echo "deploy-check: Terraform with $provider"

terraform validate -no-color
terraform test -no-color >"$cache/test.log" 2>&1 || { cat "$cache/test.log"; exit 1; }
tail -n 1 "$cache/test.log"
terraform test -verbose -json -filter=tests/caller.tftest.hcl >"$cache/plan.jsonl"
python3 "$checkout/deploy/check/names.py" "$cache/plan.jsonl" "$checkout/deploy/terraform/README.md"
