#!/bin/sh
# Checks the SAM template. Usage: templates.sh CHECKOUT CACHE PYTHON...
#
# PYTHON is the directory of the virtual environment with cfn-lint and the SAM translator. In CI it has the SAM CLI too,
# and a second one has checkov: then the template is validated and built, the built program runs, and checkov looks at
# everything.
set -eu

checkout=$1
cache=$2
python=$3
checkov=${4:-}
sam=$checkout/deploy/sam
export SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=eu-west-1

"$python/bin/cfn-lint" "$sam/template.yaml" "$sam/compliance.yaml"
"$python/bin/python" "$checkout/deploy/check/template_test.py"

if [ -z "$checkov" ]; then
	echo 'deploy-check: sam validate, sam build and checkov run in CI only (CI=true make deploy-check)'
	exit 0
fi
"$python/bin/sam" validate --lint --template "$sam/template.yaml"
(cd "$cache" && "$python/bin/sam" build --template "$sam/template.yaml" --build-dir "$cache/sam-build" --cache-dir "$cache/sam-cache")
python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read("bootstrap"))' \
	"$cache/function/trailnotify.zip" | cmp - "$cache/sam-build/Detector/bootstrap"
echo 'deploy-check: sam build and make package give the same bootstrap'
(cd "$checkout/tools" && go run ./package unpacked -out "$cache/native" -arch "$(go env GOHOSTARCH)")
"$python/bin/python" "$checkout/deploy/check/bootstrap_test.py" "$cache/native/bootstrap"
"$checkov/bin/checkov" --config-file "$checkout/deploy/check/checkov.yaml" -d "$checkout/deploy"
