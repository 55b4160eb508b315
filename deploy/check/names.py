"""Holds the names that a plan creates to those that a README shows.

Usage: names.py PLAN README

PLAN is what "terraform test -verbose -json" writes for one run; README lists, in the code block after the heading
"What it creates", one resource a line: its type and its name.
"""

import json
import sys

# Arguments that hold the name of a resource, the most telling first.
NAMES = ("alarm_name", "statement_id", "name", "function_name")


def planned(lines):
    plans = [line["test_plan"] for line in map(json.loads, lines) if line["type"] == "test_plan"]
    if len(plans) != 1:
        sys.exit(f"names: found {len(plans)} plans, want one")
    for change in plans[0]["resource_changes"]:
        after = change["change"]["after"]
        name = next((after[key] for key in NAMES if after.get(key)), None)
        yield f"{change['type']} {name or '-'}"


def documented(readme):
    section = readme.partition("\n## What it creates\n")[2]
    return [" ".join(line.split()) for line in section.split("```")[1].splitlines()[1:]]


def main(plan, readme):
    with open(plan, encoding="utf-8") as lines:
        have = sorted(planned(lines))
    with open(readme, encoding="utf-8") as text:
        want = sorted(documented(text.read()))
    if have != want:
        extra = [f"  planned, not in the README: {name}" for name in have if name not in want]
        gone = [f"  in the README, not planned: {name}" for name in want if name not in have]
        sys.exit("\n".join(["names: the plan and the README differ", *extra, *gone]))
    print(f"names: two arguments create {len(have)} resources, those of the README")


if __name__ == "__main__":
    main(*sys.argv[1:])
