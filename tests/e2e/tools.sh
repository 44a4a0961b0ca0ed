# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# tools.sh - the tools that count and check must notice what is wrong.
. "$(dirname "$0")/lib.sh"
hosted_only 'about the tools, not a machine'
cd "$top" || exit 1

# tally TEXT [STATUS]: what tools/tally.py makes of a producer's output.
tally() {
	printf '%s\n' "$1" >"$work/out"
	rm -f "$work/state"
	python3 tools/tally.py --state "$work/state" t -- \
		sh -c "cat '$work/out'; exit ${2:-0}" >/dev/null
	cut -d' ' -f1-3 "$work/state"
}

same 'tally: two good' '2 0 0' "$(tally 'ok 1 - a
ok 2 - b
1..2')"
same 'tally: one bad' '1 1 0' "$(tally 'ok 1 - a
not ok 2 - b' 1)"
same 'tally: a skip' '1 0 1' "$(tally 'ok 1 - a
ok 2 - b # SKIP no such thing')"
same 'tally: only the innermost count' '3 0 0' "$(tally 'KTAP version 1
1..2
    1..2
    ok 1 a
    ok 2 b
ok 1 s
    1..1
    ok 1 c
ok 2 t')"
same 'tally: a failed test and its suite count once' '1 1 0' "$(tally '1..1
    1..2
    ok 1 a
    not ok 2 b
not ok 1 s' 1)"
same 'tally: a suite fails with good tests' '1 1 0' "$(tally '1..1
    1..1
    ok 1 a
not ok 1 s leaked' 1)"
same 'tally: died in the middle' '1 1 0' "$(tally '1..3
ok 1 - a' 139)"
same 'tally: died after the last' '1 1 0' "$(tally 'ok 1 - a' 139)"
same 'tally: fewer than planned' '1 1 0' "$(tally '1..2
ok 1 - a')"
same 'tally: nothing at all' '0 1 0' "$(tally 'hello')"
same 'tally: counted by itself' '7 2 0' "$(tally 'ok 1 - a
7 passed, 2 failed
make: *** [check] Error 1' 1)"
same 'tally: counted all good, then died' '7 1 0' "$(tally '7 passed, 0 failed' 139)"

printf '```sh run\nfalse\n```\n' >"$work/bad.md"
status 'doctest: a failing script' 1 tools/doctest.py "$work/bad.md"
printf '```console run\n$ echo one two\none three\n```\n' >"$work/bad.md"
status 'doctest: other output' 1 tools/doctest.py "$work/bad.md"
printf '```console run\n$ printf "a 1 b\\nx\\ny\\nz\\n"\na ... b\n...\nz\n```\n' >"$work/good.md"
check 'doctest: dots match' tools/doctest.py "$work/good.md"

finish
