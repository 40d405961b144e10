#!/usr/bin/env bash
# Runs make targets one after another: `scripts/steps.sh lint unit ...`. Prints a heading before each, stops at the
# first that fails and names it, and ends with one line that says what ran and how long it took.
set -euo pipefail

# Tools keep their caches among the temporary files: these go with the run.
TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/taskgate-test-XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

started=$SECONDS
done_=()
number=0
for step in "$@"; do
  number=$((number + 1))
  printf '\n=== %s (%d of %d)\n' "$step" "$number" "$#"
  before=$SECONDS
  if ! "${MAKE:-make}" --no-print-directory "$step"; then
    printf '\nFAILED: %s (make %s), after %d of %d steps passed\n' "$step" "$step" "${#done_[@]}" "$#" >&2
    exit 1
  fi
  done_+=("$step $((SECONDS - before)) s")
done
summary=$(printf ', %s' "${done_[@]}")
printf '\n%d passed, 0 failed in %d s: %s\n' "${#done_[@]}" "$((SECONDS - started))" "${summary:2}"
