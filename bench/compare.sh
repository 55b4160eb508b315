#!/bin/sh
# Compares the Go benchmarks of this tree with those of another revision: compare.sh BASE ROUNDS BENCHTIME. Both run in
# turns, a round of one and a round of the other, and benchstat says which differences are more than noise. What is not
# there in BASE, or does not compile there, is named and left out. PACKAGES, a list of directories, limits what is run.
set -eu
base=$1 rounds=$2 benchtime=$3
root=$(cd "$(dirname "$0")/.." && pwd)
work=$root/.cache/bench/compare
other=$work/tree

clean() { git -C "$root" worktree remove --force "$other" 2>/dev/null || true; }
trap clean EXIT
trap 'exit 130' INT TERM

say() { echo "bench-compare: $*" >&2; }

# The directories with benchmarks, without those of other modules and of what needs a table on a server.
packages() {
	cd "$root"
	grep -rlE --include='*_test.go' --exclude-dir='.?*' --exclude-dir=e2e --exclude-dir=tools '^func Benchmark' . |
		xargs -n1 dirname | sed 's,^\./,,' | grep -vx 'window/dynamodb' | sort -u
}

# build TREE NAME PACKAGE compiles the tests of a package.
build() {
	cd "$1/$3" && go test -c -o "$work/$2/$(echo "$3" | tr / -).test" . >"$work/build.log" 2>&1
}

# run TREE NAME PACKAGE runs a round of its benchmarks.
run() {
	(cd "$1/$3" && "$work/$2/$(echo "$3" | tr / -).test" -test.run '^$' -test.bench . -test.benchtime "$benchtime" -test.timeout 30m) \
		>>"$work/$2.txt"
}

clean
rm -rf "$work"
mkdir -p "$work/base" "$work/this"
git -C "$root" worktree add -q --detach "$other" "$base"

compared=
for package in ${PACKAGES:-$(packages)}; do
	if ! [ -d "$other/$package" ]; then
		say "$package is not in $base: left out"
	elif ! (build "$other" base "$package"); then
		say "$package does not compile in $base: left out ($(grep -v '^#' "$work/build.log" | head -n 1))"
	elif ! [ -e "$work/base/$(echo "$package" | tr / -).test" ]; then
		say "$package has no tests in $base: left out"
	else
		(build "$root" this "$package") || { cat "$work/build.log" >&2; exit 1; }
		compared="$compared $package"
	fi
done
[ -n "$compared" ] || { say "nothing to compare"; exit 1; }

for round in $(seq "$rounds"); do
	for package in $compared; do
		say "round $round of $rounds: $package"
		run "$other" base "$package"
		run "$root" this "$package"
	done
done
"$root/.cache/bin/benchstat" "$base=$work/base.txt" "this tree=$work/this.txt"
