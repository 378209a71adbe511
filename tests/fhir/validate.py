"""Reads FHIR resources, one a line, with the R4B classes of PyPI `fhir.resources`.

Prints, for each line of the file named, `ok` or what is wrong, on one line.
"""

import importlib
import json
import sys


def model(kind):
    module = importlib.import_module(f"fhir.resources.R4B.{kind.lower()}")
    return getattr(module, kind)


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            resource = json.loads(line)
            try:
                read = model(resource["resourceType"]).model_validate(resource)
                # What was read is all that was written: nothing was passed over.
                again = json.loads(read.model_dump_json())
                print("ok" if same(resource, again) else "not the same when written again")
            except Exception as why:  # noqa: BLE001
                print(" ".join(str(why).split())[:900] or "refused")


def same(one, other):
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) or isinstance(other, str):
        return str(one) == str(other) or len(str(one)) >= 8 and moment(one) == moment(other)
    return float(one) == float(other)


def moment(written):
    """Instants may be written again with a Z, or without the seconds' fraction."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(str(written).replace("Z", "+00:00"))
    except ValueError:
        return written


if __name__ == "__main__":
    main()
