"""Asks plain functions which rules each record matches; trailnotify/bench/peer has what it is asked."""

import importlib
import sys
import time

MISSING = object()
COMPARABLE = {str, int, float}


def at(value, *keys):
    """The value below nested keys, or MISSING."""
    for key in keys:
        if type(value) is not dict:
            return MISSING
        value = value.get(key, MISSING)
    return value


def main(decoder, records_file, rules_file):
    decode = importlib.import_module(decoder).loads
    module = {"MISSING": MISSING, "COMPARABLE": COMPARABLE, "at": at}
    with open(rules_file) as source:
        exec(compile(source.read(), rules_file, "exec"), module)
    rules = list(enumerate(module["RULES"]))
    with open(records_file, "rb") as lines:
        records = lines.read().splitlines()

    def match(line):
        record = decode(line)
        return [number for number, rule in rules if rule(record)]

    print("ready", flush=True)
    for command in sys.stdin:
        if command == "match\n":
            print("\n".join(" ".join(map(str, match(record))) for record in records), flush=True)
        else:
            print(timed(match, records, float(command.split()[1]) / 1000), flush=True)


def timed(match, records, least):
    """Nanoseconds of processor time per record, of whole passes over at least so many seconds."""
    began, passes = time.process_time(), 0
    while True:
        for record in records:
            match(record)
        passes += 1
        took = time.process_time() - began
        if took >= least:
            return took * 1e9 / passes / len(records)


if __name__ == "__main__":
    main(*sys.argv[1:])
